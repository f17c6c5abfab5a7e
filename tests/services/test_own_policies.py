"""The office's own policies hold from the day that is said, change for who comes home later, and stay while in use."""

from datetime import UTC, date, datetime
from functools import partial

import pytest

from followup.case.facts import Amended, PolicyMade
from followup.casebook import Casebook
from followup.errors import Refused
from followup.office import replay_office
from followup.services import office_withdrawals, own_policies
from followup.services.graduates import enrol_all
from followup.services.office_changes import OfficeChangeResult, rehearse, write_change
from followup.services.reports import ReportSelection, quarter_report
from followup.statistics.report import Quarter
from followup.store import OFFICE
from tests.builders import TODAY, a_casebook, a_graduate

QUARTERLY = PolicyMade("quarterly", (3, 6, 9, 12))
RARER = PolicyMade("quarterly", (6, 12), since=date(2026, 7, 1))


@pytest.fixture
def book() -> Casebook:
    return a_casebook(a_graduate("ON-1"))


def made(book: Casebook, policy: PolicyMade) -> OfficeChangeResult:
    propose = partial(own_policies.make_policy, made=policy)
    return write_change(book, propose, rehearse(book, propose))


def enrol(book: Casebook, code: str, returned: str) -> None:
    done = enrol_all(book, [a_graduate(code, returned=returned, policy="quarterly")])
    assert not done.problems


def dues(book: Casebook, code: str) -> list[date]:
    return [slot.due for slot in book.look(code).schedule.schedule.slots]


def test_a_policy_typed_in_november_counts_in_the_report_of_september(book):
    made(book, QUARTERLY)
    enrol(book, "OLD-1", "2026-01-31")

    report = quarter_report(book, ReportSelection(Quarter(2026, 3), date(2026, 10, 14), None, internal=True))

    assert not book.problems
    assert report.section("visits")
    assert "quarterly" in replay_office(book.store.facts(OFFICE), date(2026, 9, 30)).policies


def test_a_policy_does_not_count_before_it_was_known(book):
    made(book, QUARTERLY)

    before = datetime(2026, 11, 1, tzinfo=UTC)
    assert "quarterly" not in replay_office(book.store.facts(OFFICE), TODAY, before).policies


def test_a_new_version_is_for_who_comes_home_from_its_day_on(book):
    made(book, QUARTERLY)
    enrol(book, "OLD-1", "2026-06-30")
    before = dues(book, "OLD")

    result = made(book, RARER)
    enrol(book, "NEW-1", "2026-07-01")

    assert (result.change.asked, result.moved.visits) == ((), 0)
    assert dues(book, "OLD") == before
    assert dues(book, "NEW") == [date(2027, 1, 1), date(2027, 7, 1)]


def test_who_came_home_before_the_earliest_version_follows_that_one(book):
    made(book, RARER)
    enrol(book, "OLD-1", "2026-01-31")

    assert dues(book, "OLD") == [date(2026, 7, 31), date(2027, 1, 31)]


def test_a_change_for_those_already_on_it_is_asked_about_with_the_command_for_the_others(book):
    made(book, QUARTERLY)
    enrol(book, "OLD-1", "2026-06-30")

    change = rehearse(book, partial(own_policies.make_policy, made=PolicyMade("quarterly", (2, 4))))

    assert "OLD-1" in " ".join(change.change.asked)
    assert f"followup office policy quarterly --months 2,4 --since {TODAY}" in change.change.instead
    assert change.moved.visits


def test_a_policy_can_be_withdrawn_while_no_case_is_on_it(book):
    entry = made(book, QUARTERLY).entry

    office_withdrawals.withdraw_office_entry(book, entry or 0, "Not needed.")

    assert "quarterly" not in book.office.policies


def test_a_policy_that_a_graduate_follows_is_not_withdrawn(book):
    entry = made(book, QUARTERLY).entry
    enrol(book, "OLD-1", "2026-06-30")

    with pytest.raises(Refused, match="OLD-1"):
        office_withdrawals.withdraw_office_entry(book, entry or 0, "Not needed.")
    assert dues(book, "OLD")


def test_a_version_nobody_follows_is_withdrawn_and_the_one_before_stays(book):
    made(book, QUARTERLY)
    enrol(book, "OLD-1", "2026-06-30")
    entry = made(book, RARER).entry

    office_withdrawals.withdraw_office_entry(book, entry or 0, "Not needed.")

    assert book.office.policies["quarterly"] == (QUARTERLY,)


def test_the_name_of_a_shipped_policy_is_taken(book):
    with pytest.raises(Refused, match="comes with the program"):
        rehearse(book, partial(own_policies.make_policy, made=PolicyMade("monthly-36", (3,))))


def test_a_case_on_a_policy_that_does_not_exist_is_told_with_the_commands_that_mend_it(book):
    assert own_policies.unknown_policies(book) == []
    book.write(book.find("ON"), Amended(policy="every other week"))

    (problem,) = own_policies.unknown_policies(book)

    assert "ON-1" in problem.what
    assert "followup office policy 'every other week' --months" in problem.hint
    assert "followup graduate edit ON-1 --policy" in problem.hint
