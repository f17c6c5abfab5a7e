"""An entry taken back leaves the case as if it had not been, and the log still says so."""

from datetime import date

import pytest

from followup.case.facts import (
    Amended,
    CalendarEntry,
    Ended,
    Extended,
    FlagCleared,
    Flagged,
    HandedOut,
    HandedOver,
    Identified,
    Moved,
    Opened,
    Promised,
    Tapered,
    Visited,
    Withdrawn,
)
from followup.case.outcome_words import OutcomeKind
from followup.case.visit_words import ContactMethod
from followup.case.vocabulary import RiskLevel
from followup.errors import Missing, Refused
from followup.schedule.changes import VisitChangeKind
from followup.services import flags, promises, withdrawals
from followup.services.audit_trail import audit_trail
from followup.services.case_index import ahead_entries
from followup.services.graduate_sheet import graduate_sheet
from followup.services.withdrawals import dry_run_withdrawal, withdraw
from tests.builders import a_casebook, a_flag, a_graduate

WHY = "It was her sister."


@pytest.fixture
def book():
    return a_casebook(a_graduate(flags=[a_flag(severity="danger")]))


def number_of(book, kind) -> int:
    """The number in the log of the latest entry of a kind."""
    facts = {fact.id: fact for fact in book.store.facts(book.find("KML"))}
    return max(entry.number for entry in audit_trail(book, "KML") if isinstance(facts[entry.id].body, kind))


def taken_back(book, kind) -> withdrawals.WithdrawalResult:
    return withdraw(book, "KML", number_of(book, kind), WHY)


def case(book):
    return book.case(book.find("KML-1"))


def test_the_case_is_as_if_it_had_not_been_and_the_log_keeps_it(book):
    before = case(a_casebook(a_graduate())).risk

    taken_back(book, Flagged)

    assert (case(book).flags, case(book).risk) == ((), before)
    assert [entry.withdrawn for entry in audit_trail(book, "KML")].count(True) == 1
    assert audit_trail(book, "KML")[-1].words == WHY


def test_what_it_does_is_reckoned_and_nothing_written(book):
    facts = book.store.facts(book.find("KML"))

    withdrawal = dry_run_withdrawal(book, "KML", number_of(book, Flagged))

    assert book.store.facts(book.find("KML")) == facts
    assert withdrawal.different[0] == "The risk flag debt falls away, with its reviews."
    assert "Risk level: low instead of high." in withdrawal.different


def test_taking_back_the_withdrawal_brings_the_entry_back(book):
    taken_back(book, Flagged)

    again = taken_back(book, Withdrawn)

    assert "The risk flag debt counts again." in again.different
    assert case(book).risk is RiskLevel.HIGH
    taken_back(book, Flagged)
    assert case(book).flags == ()


def test_an_entry_is_not_taken_back_twice_and_the_way_back_is_told(book):
    number = number_of(book, Flagged)
    withdraw(book, "KML", number, WHY)

    with pytest.raises(Refused) as refused:
        withdraw(book, "KML", number, WHY)

    assert "withdraw the entry that took it back" in refused.value.hint


def test_a_number_nobody_has_is_told(book):
    with pytest.raises(Missing):
        dry_run_withdrawal(book, "KML", 99)


def test_the_beginning_is_not_taken_from_under_what_stands_on_it(book):
    with pytest.raises(Refused, match="depends on this entry"):
        dry_run_withdrawal(book, "KML", number_of(book, Opened))


def test_a_beginning_that_stands_alone_goes_and_she_with_it(book):
    stray = Opened("STR-1", date(2026, 1, 31), "monthly-36", "SN")
    book.write("stray", stray)

    withdrawal = withdraw(book, "STR-1", 1, "Enrolled twice.")

    assert withdrawal.different == ("She is no longer in the casebook; only followup log STR-1 still finds her.",)
    assert "STR-1" not in book.codes.values()
    with pytest.raises(Missing):
        book.find("STR-1")


@pytest.mark.parametrize("day", [date(2026, 1, 31), date(2027, 11, 1)], ids=["by today", "ahead of the clock"])
def test_a_beginning_taken_back_is_brought_back_by_its_whole_code(book, day):
    book.write("stray", Opened("STR-1", date(2026, 1, 31), "monthly-36", "SN"), on=day)

    assert withdraw(book, "STR-1", 1, "Enrolled twice.").code == "STR-1"
    assert [entry.withdrawn for entry in audit_trail(book, "STR-1")] == [True, False]
    again = withdraw(book, "STR-1", 2, "She was not.")

    assert (again.code, again.different[0]) == ("STR-1", "She is in the casebook again.")
    assert book.find("STR-1") == "stray"


def test_a_beginning_ahead_of_the_clock_can_be_taken_back_though_her_visits_were_handed_out(book):
    """Nothing else would put it right: she is in no export until its day has come."""
    stray = Opened("STR-1", date(2027, 11, 1), "monthly-36", "SN")
    book.write("stray", stray, HandedOut((CalendarEntry(1, date(2027, 12, 1)),)), on=date(2027, 11, 1))

    assert withdraw(book, "STR-1", 1, "The clock was wrong.").different
    assert ahead_entries(book) == ()


@pytest.mark.parametrize("day", [date(2026, 1, 31), date(2027, 11, 1)], ids=["by today", "ahead of the clock"])
def test_a_beginning_does_not_come_back_with_a_code_that_somebody_has_since(book, day):
    """The code leads to who has it now, and never to who was taken back."""
    book.write("stray", Opened("STR-1", date(2026, 1, 31), "monthly-36", "SN"), on=day)
    withdraw(book, "STR-1", 1, "Enrolled twice.")
    book.write("other", Opened("STR-1", date(2026, 1, 31), "monthly-36", "SN"))

    assert [entry.number for entry in audit_trail(book, "STR-1")] == [1]
    with pytest.raises(Missing, match="no entry of that number"):
        withdraw(book, "STR-1", 2, WHY)


def test_a_visit_taken_back_is_asked_for_again(book):
    book.write(book.find("KML"), Visited(ContactMethod.HOME_VISIT, slot=9), on=date(2026, 11, 2))

    withdrawal = taken_back(book, Visited)

    assert "Visit 9 is asked for again." in withdrawal.different
    assert "Contacts with her: 0 instead of 1." in withdrawal.different
    assert case(book).visits == ()


def test_a_flag_whose_clearing_is_taken_back_is_open_again(book):
    flags.clear(book, "KML", "1", "Paid.")

    assert "The risk flag debt is open again." in taken_back(book, FlagCleared).different
    assert case(book).open_flags


def test_a_promise_falls_away_with_what_became_of_it(book):
    promises.make(book, "KML", "A spare part.", "SN", date(2026, 12, 1))
    promises.settle(book, "KML", "1", kept=True)

    assert taken_back(book, Promised).different == ("The promise due 2026-12-01 falls away.",)
    assert case(book).promises == ()


def test_a_change_of_course_taken_back_lists_what_moves_back(book):
    book.write(book.find("KML"), Moved(12, date(2027, 2, 4), "Harvest."))

    withdrawal = taken_back(book, Moved)

    assert [(one.k, one.what, one.before) for one in withdrawal.moving] == [
        (12, VisitChangeKind.MOVED, date(2027, 2, 4))
    ]
    assert not case(book).moves


def test_an_end_taken_back_lets_follow_up_go_on(book):
    book.write(book.find("KML"), Ended(OutcomeKind.MOVED_AWAY))

    assert "Her follow-up goes on; it has not ended." in taken_back(book, Ended).different


def test_identity_is_told_by_its_fields_only(book):
    book.write(book.find("KML"), Identified(nickname="Srey"), on=date(2026, 1, 31))

    assert taken_back(book, Identified).different == ("No longer known of who she is: nickname.",)


def test_a_code_that_was_given_to_somebody_else_since_does_not_come_back(book):
    book.write(book.find("KML"), Amended(code="NEW-1"), on=date(2026, 1, 31))
    number = max(entry.number for entry in audit_trail(book, "NEW"))
    book.write("other", Opened("KML-1", date(2026, 1, 31), "monthly-36", "SN"))

    with pytest.raises(Refused, match="belongs to somebody else"):
        withdraw(book, "NEW", number, WHY)


def test_what_went_to_a_phone_is_not_taken_back_nor_a_hand_over_that_phones_follow(book):
    case_id = book.find("KML")
    book.write(case_id, HandedOut((CalendarEntry(12, date(2027, 2, 1)),)))
    book.write(case_id, HandedOver("KB"))

    with pytest.raises(Refused, match="phone"):
        dry_run_withdrawal(book, "KML", number_of(book, HandedOut))
    with pytest.raises(Refused) as refused:
        dry_run_withdrawal(book, "KML", number_of(book, HandedOver))
    assert "hand-over KML-1" in refused.value.hint


def test_a_rhythm_that_a_later_change_counts_by_stays(book):
    case_id = book.find("KML")
    book.write(case_id, Tapered(13, 2, "Stable.", agreed=True, second="CV"))
    book.write(case_id, Moved(14, date(2027, 5, 3), "Harvest."))

    with pytest.raises(Refused, match="later change"):
        dry_run_withdrawal(book, "KML", number_of(book, Tapered))


def test_an_extension_in_which_visits_were_made_stays():
    book = a_casebook(a_graduate(returned="2023-09-30"))
    case_id = book.find("KML")
    book.write(case_id, Extended(3, "Not ready."), on=date(2026, 9, 1))
    book.write(case_id, Visited(ContactMethod.HOME_VISIT, slot=37), on=date(2026, 10, 30))

    with pytest.raises(Refused, match="no place"):
        dry_run_withdrawal(book, "KML", number_of(book, Extended))


# --- as of a day ----------------------------------------------------------------------------------------------------


def test_as_of_two_days_the_sheet_says_what_was_true_on_each(book):
    case_id = book.find("KML")
    book.write(case_id, Visited(ContactMethod.HOME_VISIT), on=date(2026, 3, 2))
    flags.clear(book, "KML", "1", "Paid.")

    early = graduate_sheet(book, "KML", date(2026, 2, 20))
    autumn = graduate_sheet(book, "KML", date(2026, 11, 10))
    now = graduate_sheet(book, "KML")

    assert (early.case.visits, early.case.flags, early.month) == ((), (), 0)
    assert [one.k for one in early.next] == [1, 2, 3]
    assert (set(autumn.case_schedule.done), autumn.case.risk) == ({1}, RiskLevel.HIGH)
    assert now.case.risk is RiskLevel.LOW


def test_as_of_a_day_an_entry_withdrawn_since_counts_no_more(book):
    taken_back(book, Flagged)

    assert graduate_sheet(book, "KML", date(2026, 11, 10)).case.flags == ()
