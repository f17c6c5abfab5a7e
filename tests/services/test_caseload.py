"""The list and the sheet say where each graduate stands."""

from datetime import date
from functools import partial

import pytest

from followup.case.facts import PolicyMade
from followup.casebook import Casebook
from followup.errors import Refused
from followup.monitoring.case_row import FollowUpState
from followup.schedule.standing import Standing
from followup.services import caseload
from followup.services.caseload import CaseloadFilter
from followup.services.graduate_sheet import graduate_sheet
from followup.services.office_changes import rehearse
from followup.services.own_policies import make_policy
from tests.builders import a_casebook, a_flag, a_graduate


def two():
    return a_casebook(
        a_graduate("KML-1", flags=[a_flag(severity="danger")]),
        a_graduate("ABC-1", "2025-05-30", policy="hcc", district="Bati", province="Takeo", worker="KB"),
    )


def codes(book, sort="code", **wanted):
    return [line.row.code for line in caseload.list_graduates(book, CaseloadFilter(**wanted), sort)]


def test_graduates_are_listed_by_code_and_in_every_other_order():
    book = two()

    assert codes(book) == ["ABC-1", "KML-1"]
    assert codes(book, "risk") == ["KML-1", "ABC-1"]
    assert codes(book, "next") == ["ABC-1", "KML-1"]  # hers is overdue since last year
    assert all(len(codes(book, order)) == 2 for order in caseload.SORT_KEYS)


def test_a_place_is_a_district_or_a_province_in_any_letter_case():
    assert codes(two(), place="takeo") == codes(two(), place="BATI") == ["ABC-1"]
    assert codes(two(), worker="sn", risk="high") == ["KML-1"]


@pytest.mark.parametrize("typed", ["months-3-and-6", "hcc", "HCC"])
def test_a_policy_is_found_by_its_rhythm_and_by_the_name_it_had_before(typed):
    assert codes(two(), policy=typed) == ["ABC-1"]


@pytest.mark.parametrize(
    ("before", "now"), [("ccpcr", "once-at-6-weeks"), ("hcc", "months-3-and-6"), ("cwcc", "monthly-open")]
)
def test_a_case_stored_under_a_former_name_is_followed_by_the_same_policy(before, now):
    book = a_casebook(a_graduate("OLD-1", policy=before), a_graduate("NEW-1", policy=now))

    old, new = (graduate_sheet(book, code) for code in ("OLD-1", "NEW-1"))

    assert old.case_schedule == new.case_schedule
    assert {line.row.policy for line in caseload.list_graduates(book, CaseloadFilter())} == {now}


def test_an_offices_own_policy_that_has_such_a_name_already_stays_its_own():
    book = a_casebook(a_graduate("OLD-1", policy="hcc"), a_graduate("OWN-1", policy="months-3-and-6"))
    book.write_office(PolicyMade("months-3-and-6", months=(3, 6, 9)))
    book = Casebook(book.store, book.moment)

    old, own = (graduate_sheet(book, code) for code in ("OLD-1", "OWN-1"))

    assert (old.months, own.months) == (6, 9)
    assert codes(book, policy="hcc") == ["OLD-1"]
    assert codes(book, policy="months-3-and-6") == ["OWN-1"]


@pytest.mark.parametrize("name", ["hcc", "months-3-and-6"])
def test_no_new_policy_takes_a_name_that_a_shipped_one_has_or_had(name):
    book = a_casebook()

    with pytest.raises(Refused, match="comes with the program"):
        rehearse(book, partial(make_policy, made=PolicyMade(name, months=(3, 9))))


def test_names_are_read_only_when_they_are_asked_for():
    book = two()

    assert {line.name for line in caseload.list_graduates(book, CaseloadFilter())} == {""}
    assert "Sreymom Keo" in {line.name for line in caseload.list_graduates(book, CaseloadFilter(), names=True)}


def test_a_short_policy_counts_its_own_months():
    line = next(line for line in caseload.list_graduates(two(), CaseloadFilter()) if line.row.code == "ABC-1")

    assert (line.month, line.row.months, line.row.state) == (17, 6, FollowUpState.IN_FOLLOW_UP)
    assert line.row.over_since == date(2025, 12, 8)


def test_whose_period_is_over_is_in_follow_up_and_found_by_either_word():
    assert codes(two(), state="in_follow_up") == ["ABC-1", "KML-1"]
    assert codes(two(), state="period_over") == ["ABC-1"]


def test_the_sheet_shows_the_overdue_visit_first_then_those_to_come():
    found = graduate_sheet(a_casebook(), "KML-1")

    assert [one.standing for one in found.next] == [Standing.OVERDUE, Standing.PLANNED, Standing.PLANNED]
    assert (found.month, found.months) == (9, 36)


def test_the_sheet_of_an_earlier_day_knows_only_what_was_true_then():
    book = a_casebook(a_graduate(flags=[a_flag(raised="2026-05-01", review="2026-06-01")]))

    assert graduate_sheet(book, "KML-1", date(2026, 4, 30)).case.flags == ()
    with pytest.raises(Refused):
        graduate_sheet(book, "KML-1", date(2026, 1, 30))
