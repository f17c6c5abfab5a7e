"""A flag is a written concern with an owner and a day by which it is looked at again."""

from datetime import date, timedelta

import pytest

from followup.case.vocabulary import RiskKind, RiskLevel, Severity
from followup.errors import Missing, Refused
from followup.services import flags
from followup.services.flags import NewFlag
from tests.builders import TODAY, a_casebook, a_flag, a_graduate


def a_concern(severity=Severity.CONCERN, **said):
    return NewFlag(said.pop("risk", RiskKind.DEBT), severity, "A lender calls every week.", **said)


def test_a_danger_flag_puts_her_at_high_risk_and_is_looked_at_within_a_week():
    raised = flags.raise_flag(a_casebook(), "KML-1", a_concern(Severity.DANGER))

    assert raised.level is RiskLevel.HIGH
    assert raised.flag.review_on == TODAY + timedelta(days=7)


def test_her_worker_owns_a_flag_that_names_no_owner():
    assert flags.raise_flag(a_casebook(), "KML-1", a_concern()).flag.owner == "SN"


def test_a_flag_is_not_raised_for_a_day_to_come_nor_reviewed_before_it_was_raised():
    book = a_casebook()

    with pytest.raises(Refused):
        flags.raise_flag(book, "KML-1", a_concern(), on=date(2026, 12, 1))
    with pytest.raises(Refused):
        flags.raise_flag(book, "KML-1", a_concern(review_on=date(2026, 11, 1)))


def test_a_review_changes_how_grave_it_is_and_when_it_is_looked_at_next():
    book = a_casebook(a_graduate(flags=[a_flag(severity="danger")]))

    reviewed = flags.review(book, "KML-1", "1", "Half of it is paid back.", Severity.WATCH)

    assert reviewed.level is RiskLevel.LOW
    assert reviewed.flag.review_on == TODAY + flags.REVIEW_AFTER[Severity.WATCH]


def test_a_flag_is_meant_by_its_number_or_by_its_kind_if_only_one_is_open():
    book = a_casebook(a_graduate(flags=[a_flag("debt"), a_flag("no_family")]))

    assert flags.pick(book.case(book.find("KML-1")), "2").risk is RiskKind.NO_FAMILY
    assert flags.clear(book, "KML-1", "No-Family", "An aunt came.").flag.how == "An aunt came."


def test_two_open_flags_of_one_kind_are_told_apart_by_number():
    book = a_casebook(a_graduate(flags=[a_flag("debt"), a_flag("debt")]))

    with pytest.raises(Missing):
        flags.clear(book, "KML-1", "debt", "Paid.")


def test_a_cleared_flag_is_not_cleared_twice():
    book = a_casebook(a_graduate(flags=[a_flag()]))
    flags.clear(book, "KML-1", "1", "Paid.")

    with pytest.raises(Refused):
        flags.clear(book, "KML-1", "1", "Paid.")
    with pytest.raises(Missing):
        flags.pick(book.case(book.find("KML-1")), "9")


def test_all_open_flags_are_listed_the_gravest_first():
    book = a_casebook(
        a_graduate("KML-1", flags=[a_flag(severity="watch", review="2027-01-01")]),
        a_graduate("KML-2", flags=[a_flag(severity="danger", review="2026-11-05")], worker="KB"),
    )

    assert [case.code for case, _, _ in flags.open_flags(book)] == ["KML-2", "KML-1"]
    assert [case.code for case, _, _ in flags.open_flags(book, worker="SN")] == ["KML-1"]
    assert [case.code for case, _, _ in flags.open_flags(book, past_review=True)] == ["KML-2"]


def test_a_flag_named_by_its_kind_that_was_cleared_is_said_to_be():
    book = a_casebook(a_graduate(flags=[a_flag()]))
    kind = book.case(book.find("KML-1")).flags[0].risk.value
    flags.clear(book, "KML-1", kind, "Paid.")

    with pytest.raises(Refused, match="cleared already"):
        flags.clear(book, "KML-1", kind, "Paid.")
    with pytest.raises(Missing):
        flags.clear(book, "KML-1", "violence", "Paid.")
