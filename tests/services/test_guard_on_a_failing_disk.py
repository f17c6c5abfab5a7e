"""A guard that cannot know every name says why: a file is damaged, or the system cannot read it at the moment."""

import pytest

from followup.errors import Damaged, DiskFailure, FollowupError
from followup.services.guarded_names import guard_of, masker
from tests.builders import a_casebook, a_graduate


@pytest.mark.parametrize("problem", [Damaged("It is cut short."), DiskFailure("Too many files are open.")])
def test_who_asks_is_told_of_damage_only_where_there_is_any(problem: FollowupError, monkeypatch):
    book = a_casebook(a_graduate())
    monkeypatch.setattr(book, "register", lambda *_: {})
    book.problems["unknown"] = problem

    with pytest.raises(type(problem)):
        guard_of(book)
    assert masker(book, names=False)("Sokunthea was there") == "▒▒▒", "and no text is shown meanwhile"
