"""What spreadsheet programs show in place of a result."""

import re

_ERRORS = re.compile(r"#(N/A|NAME\?|REF!|VALUE!|DIV/0!|NULL!|NUM!|SPILL!|CALC!|GETTING_DATA)|Err:\d{3}")


def is_error_text(text: str) -> bool:
    """Whether the text is one of those, such as ``#N/A``, or ``Err:502`` as LibreOffice has it."""
    return bool(_ERRORS.fullmatch(text))
