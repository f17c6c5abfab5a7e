"""What leaves the office is true: what was done equals what staff see, and of the rest as much is told as can be.

The figures are those of `benchmarks/truth.py`, which prints them for more programmes.
"""

from functools import cache
from statistics import median

import pytest

from benchmarks.truth import ENDINGS, NEVER, Issue, age, differences, issues, share_told, tables, told_since_ten_ended
from followup.statistics.release import TableKind

SEEDS = (1, 2)
SHARE = {20: 0.50, 60: 0.70, 120: 0.75}
"""How much of the internal report's figures is told at least, by the number of graduates."""
AGE = {"results": 1, "kinds_failure": 4, "causes": 4}
"""How many quarters ago a table was told at most, in the median."""

every_programme = pytest.mark.parametrize(("graduates", "seed"), [(size, seed) for size in SHARE for seed in SEEDS])


@cache
def published(graduates: int, seed: int) -> tuple[Issue, ...]:
    return tuple(issues(graduates, seed))


@every_programme
def test_what_was_done_is_told_as_staff_see_it(graduates, seed):
    made = published(graduates, seed)

    assert [what for issue in made for what in differences(issue)] == []
    assert sum(table.kind is TableKind.PROCESS for issue in made for _, table in tables(issue.public)) > 10 * len(made)


@every_programme
def test_most_of_what_staff_see_is_told_to_the_donor(graduates, seed):
    told, whole = share_told(published(graduates, seed)[-1])

    assert told / whole >= SHARE[graduates]


@pytest.mark.parametrize("graduates", [60, 120])
@pytest.mark.parametrize("name", AGE)
def test_what_is_told_of_endings_is_not_old(graduates, name):
    ages = [age(issue, name) for seed in SEEDS for issue in told_since_ten_ended(published(graduates, seed))]

    told = [one for one in ages if one != NEVER]
    assert told
    assert median(told) <= AGE[name]


def test_of_twenty_graduates_no_ending_is_told():
    last = published(20, 1)[-1]

    assert [age(last, name) for name in ENDINGS] == [NEVER] * len(ENDINGS)
    assert not any(row.figure == 0 for _, table in tables(last.public) if table.id in ENDINGS for row in table.rows)
