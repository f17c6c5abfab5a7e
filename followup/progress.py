"""How far something long has come."""

from collections.abc import Callable, Collection, Iterator
from typing import TypeVar

Progress = Callable[[int, int], None]
"""Told how many of how many are done."""
Item = TypeVar("Item")


def counted(items: Collection[Item], progress: Progress | None) -> Iterator[Item]:
    """The items one after the other; of each it is told when it is done."""
    for done, item in enumerate(items, 1):
        yield item
        if progress:
            progress(done, len(items))
