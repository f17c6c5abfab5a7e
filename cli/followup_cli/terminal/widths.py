"""How wide the columns of a table are where nothing is cut and nothing left out: in a pipe or a file."""

from collections.abc import Iterator, Sequence

from followup_cli.terminal.table import Column

EASY_FOLD = 12
"""Columns that a text which may fold keeps as long as another one can give way."""
LEAST = 4
"""Columns that remain of a text in which even words are broken."""
UNTOUCHED = 10**6
"""The least width of a column that is not to give way yet."""


def folding_widths(
    columns: Sequence[Column], natural: Sequence[int], words: Sequence[int], figures: Sequence[int], room: int
) -> list[int]:
    """The widths that add up to ``room`` where that can be. ``words`` are the widths of the longest words.

    What is meant to fold gives way first, then headings over figures, then other texts; then words are broken, and at
    the very last what is as wide as the ``figures``: half of a date is another date.
    """
    widths = [*natural]
    for least in (*_leasts(columns, words), [max(LEAST, figure) for figure in figures], [LEAST] * len(columns)):
        while sum(widths) > room and (giving := [at for at in range(len(widths)) if widths[at] > least[at]]):
            widths[max(giving, key=lambda at: widths[at])] -= 1
    return widths


def _leasts(columns: Sequence[Column], words: Sequence[int]) -> Iterator[list[int]]:
    """How narrow each column may become, from the gentlest way to the hardest."""
    at_words = list(zip(columns, words, strict=True))
    yield [max(word, EASY_FOLD) if column.fold else UNTOUCHED for column, word in at_words]
    yield [word if column.align == "right" else UNTOUCHED for column, word in at_words]
    yield [max(word, EASY_FOLD) for word in words]
    yield [*words]
