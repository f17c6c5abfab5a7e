"""What every text that a worker wrote passes through before it is shown."""

from collections.abc import Callable

Mask = Callable[[str], str]
