"""Visits fill the slot they belong to and move nothing else; a pile of paper goes in row by row; silence is told."""

from datetime import date, timedelta

import pytest

from followup.case.facts import Attempted, Configured, Ended, Visited
from followup.case.forms.visit import visit_from_mapping
from followup.case.outcome_words import OutcomeKind
from followup.case.visit_words import AttemptReason, ContactMethod
from followup.case.vocabulary import RiskKind, RiskLevel, Severity
from followup.errors import Missing, Refused
from followup.services import visits
from followup.services.schedules import list_visits
from tests.builders import TODAY, a_casebook, a_flag, a_graduate


def a_visit(on="2026-11-20", **said):
    form, problems = visit_from_mapping({"date": on, "contact": "home visit"} | said)
    assert not problems, problems
    return form


def a_row(code="KML-1", on="2026-11-20", **said):
    return {"code": code, "date": on, "contact": "home visit"} | said


def case_of(book, code="KML-1"):
    return book.case(book.find(code))


def dates_of(book):
    return {slot.k: slot.date for slot in book.scheduler.case_schedule(case_of(book)).schedule.slots}


def not_home(reason=AttemptReason.NOT_AT_HOME):
    return Attempted(reason)


# --- the slot -------------------------------------------------------------------------------------------------------


def test_a_visit_fills_the_slot_its_day_belongs_to_and_says_what_comes_next():
    done = visits.record(a_casebook(), "KML-1", a_visit("2026-10-30"))

    assert (done.slot, done.due, done.fills, done.when_due) == (9, date(2026, 10, 31), True, True)
    assert done.next.k == 10
    assert done.case.visits[0].said.slot is None


def test_a_late_visit_fills_slot_5_after_slot_6_was_done_and_no_other_date_changes():
    book = a_casebook()
    visits.record(book, "KML-1", a_visit("2026-07-31"))
    before = dates_of(book)

    done = visits.record(book, "KML-1", a_visit("2026-07-02", slot=5))

    after = dates_of(book)
    assert (done.slot, done.fills, done.moved) == (5, True, ())
    assert {k for k in before if before[k] != after[k]} == {5}
    assert after[6] == date(2026, 7, 31)


def test_a_visit_more_than_two_weeks_after_its_due_date_is_late():
    assert not visits.record(a_casebook(), "KML-1", a_visit("2026-11-16", slot=9)).when_due


def test_only_a_visit_too_close_to_the_next_moves_it():
    done = visits.record(a_casebook(), "KML-1", a_visit("2026-11-20", slot=9))

    assert [one.k for one in done.moved] == [10]
    assert done.moved[0].after - date(2026, 11, 20) >= timedelta(days=14)


def test_two_visits_in_one_slot_are_both_kept():
    book = a_casebook()
    visits.record(book, "KML-1", a_visit("2026-10-29"))

    again = visits.record(book, "KML-1", a_visit("2026-11-02"))

    assert (again.slot, again.fills) == (9, False)
    assert len(case_of(book).visits) == 2


def test_a_phone_call_fills_no_slot():
    assert not visits.record(a_casebook(), "KML-1", a_visit(contact="phone")).fills


@pytest.mark.parametrize("day", ["2026-11-22", "2026-01-30"])
def test_a_visit_is_neither_in_the_future_nor_before_her_return(day):
    book = a_casebook()

    with pytest.raises(Refused):
        visits.record(book, "KML-1", a_visit(day))
    with pytest.raises(Refused):
        visits.attempt(book, "KML-1", not_home(), date.fromisoformat(day))
    assert not case_of(book).visits


def test_after_the_end_of_follow_up_only_what_was_before_it_is_written_down():
    book = a_casebook()
    book.write(book.find("KML-1"), Ended(OutcomeKind.MOVED_AWAY), on=date(2026, 11, 10))

    with pytest.raises(Refused, match="ended on 2026-11-10"):
        visits.record(book, "KML-1", a_visit())
    assert visits.record(book, "KML-1", a_visit("2026-10-30")).fills


def test_she_is_visited_as_often_as_her_policy_says():
    with pytest.raises(Refused, match="36 visits"):
        visits.record(a_casebook(), "KML-1", a_visit(slot=37))


# --- everything of a visit in one append ----------------------------------------------------------------------------


def test_flags_and_promises_of_a_visit_are_written_with_it():
    book = a_casebook(a_graduate(flags=[a_flag(severity="danger"), a_flag("health", "watch")]))
    visits.record(book, "KML-1", a_visit("2026-11-10", promises=[{"what": "Seed.", "due": "2026-11-19"}]))

    done = visits.record(
        book,
        "KML-1",
        a_visit(
            reviewed=[{"flag": 1, "severity": "watch", "note": "Half is paid."}],
            cleared=[{"flag": "health", "how": "She is well."}],
            flags=[{"kind": "isolation", "severity": "concern", "note": "Nobody comes."}],
            settled=[{"promise": 1, "kept": False, "note": "No seed to be had."}],
        ),
    )

    assert done.case.risk is RiskLevel.RAISED
    assert [flag.risk for flag in done.case.open_flags] == [RiskKind.ISOLATION, RiskKind.DEBT]
    assert not done.case.open_promises
    stamps = {fact.at for fact in book.store.facts(done.case.id) if fact.on == date(2026, 11, 20)}
    assert len(stamps) == 1


@pytest.mark.parametrize(
    ("said", "where"),
    [
        ({"cleared": [{"flag": 9, "how": "Gone."}]}, "cleared"),
        ({"reviewed": [{"flag": 1, "review": "2026-11-01"}]}, "reviewed"),
        ({"settled": [{"promise": 1, "kept": True}]}, "settled"),
        ({"promises": [{"what": "Seed.", "due": "2026-11-01"}]}, "promises"),
    ],
)
def test_what_cannot_be_answered_is_refused_and_nothing_is_written(said, where):
    book = a_casebook(a_graduate(flags=[a_flag()]))

    with pytest.raises((Refused, Missing), match=f"^{where}: "):
        visits.record(book, "KML-1", a_visit(**said))
    assert not case_of(book).visits


def test_a_flag_is_not_answered_at_a_visit_before_it_was_raised():
    book = a_casebook(a_graduate(flags=[a_flag()]))

    with pytest.raises(Refused, match="after the day of the visit"):
        visits.record(book, "KML-1", a_visit("2026-10-30", cleared=[{"flag": 1, "how": "Paid."}]))


def test_a_rehearsal_writes_nothing():
    book = a_casebook()

    assert visits.record(book, "KML-1", a_visit(), dry_run=True).fills
    assert not case_of(book).visits


# --- attempts -------------------------------------------------------------------------------------------------------


def test_the_third_attempt_in_a_row_makes_a_flag_for_the_supervisor():
    book = a_casebook()
    book.write_office(Configured(supervisor="MS"))

    tried = [visits.attempt(book, "KML-1", not_home(), TODAY - timedelta(days=days)) for days in (4, 2, 0)]

    assert [(one.number, one.flagged) for one in tried] == [(1, False), (2, False), (3, True)]
    (flag,) = tried[-1].case.open_flags
    assert (flag.risk, flag.severity, flag.owner) == (RiskKind.COULD_NOT_BE_REACHED, Severity.DANGER, "MS")
    assert flag.review_on == TODAY + timedelta(days=3)
    facts = book.store.facts(tried[-1].case.id)
    assert facts[-1].at == facts[-2].at


def test_a_flag_that_is_open_is_not_raised_twice():
    book = a_casebook()
    tried = [visits.attempt(book, "KML-1", not_home(), second=True) for _ in range(4)]

    assert [one.flagged for one in tried] == [False, False, True, False]
    assert tried[-1].case.flags[0].owner == "SN"


def test_a_contact_between_begins_the_row_anew():
    book = a_casebook()
    for day in (10, 12):
        visits.attempt(book, "KML-1", not_home(), date(2026, 11, day))
    visits.record(book, "KML-1", a_visit("2026-11-14", contact="phone"))

    again = visits.attempt(book, "KML-1", not_home())

    assert (again.number, again.flagged) == (1, False)


def test_an_attempt_entered_late_completes_the_row_unless_she_was_met_since():
    book = a_casebook()
    for day in (10, 14):
        visits.attempt(book, "KML-1", not_home(), date(2026, 11, day))
    assert visits.attempt(book, "KML-1", not_home(), date(2026, 11, 12)).flagged

    met = a_casebook()
    for day in (10, 14):
        visits.attempt(met, "KML-1", not_home(), date(2026, 11, day))
    visits.record(met, "KML-1", a_visit("2026-11-16"))
    assert not visits.attempt(met, "KML-1", not_home(), date(2026, 11, 12)).flagged


def test_a_second_try_of_a_day_is_written_only_when_it_is_called_so():
    book = a_casebook()
    visits.attempt(book, "KML-1", not_home())

    with pytest.raises(Refused, match="written down already") as refused:
        visits.attempt(book, "KML-1", not_home(AttemptReason.MOVED))

    assert "--second" in refused.value.hint
    assert visits.attempt(book, "KML-1", not_home(AttemptReason.MOVED), second=True).number == 2


def test_a_try_put_right_takes_the_place_of_the_one_before_and_the_same_one_changes_nothing():
    book = a_casebook()
    visits.attempt(book, "KML-1", not_home())

    right = visits.attempt(book, "KML-1", not_home(AttemptReason.MOVED), same=True)
    facts = book.store.facts(right.case.id)
    again = visits.attempt(book, "KML-1", not_home(AttemptReason.MOVED), same=True)

    assert [one.said.reason for one in again.case.attempts] == [AttemptReason.MOVED]
    assert (right.unchanged, again.unchanged) == (False, True)
    assert book.store.facts(right.case.id) == facts


def test_silence_that_is_our_own_doing_is_a_concern():
    book = a_casebook()
    reasons = (AttemptReason.ROAD_FLOODED, AttemptReason.WORKER_UNAVAILABLE, AttemptReason.ROAD_FLOODED)

    tried = [visits.attempt(book, "KML-1", not_home(reason), second=True) for reason in reasons]

    assert tried[-1].case.open_flags[0].severity is Severity.CONCERN


def test_who_was_met_while_the_flag_stands_is_told():
    book = a_casebook()
    for _ in range(3):
        visits.attempt(book, "KML-1", not_home(), date(2026, 11, 10), second=True)

    assert visits.reached_again(visits.record(book, "KML-1", a_visit()).case)


# --- a pile of paper ------------------------------------------------------------------------------------------------


def paper(n):
    """``n`` graduates and as many rows, a visit each."""
    codes = [f"GRD-{number}" for number in range(n)]
    return a_casebook(*(a_graduate(code) for code in codes)), [a_row(code, note=f"Visit to {code}.") for code in codes]


BAD = {
    3: ({"date": "2026-02-30"}, "date"),
    20: ({"date": "2026-12-24"}, "date"),
    41: ({"date": "2026-01-01"}, "date"),
    77: ({"code": "NOBODY"}, "code"),
    100: ({"month": {"takings": "12o00"}}, "month: takings"),
    150: ({"note": "a\x00b"}, "note"),
    199: ({"contact": "by boat"}, "contact"),
}


def test_of_200_rows_7_bad_ones_are_told_and_193_are_kept():
    book, rows = paper(200)
    for row, (wrong, _) in BAD.items():
        rows[row] |= wrong

    done = visits.record_all(book, rows)

    assert len(done.visits) == 193
    assert [(one.row, one.where) for one in done.problems] == [(row + 1, where) for row, (_, where) in BAD.items()]
    assert sum(bool(case.visits) for case in book.cases()) == 193


def test_a_file_put_right_can_be_given_again():
    book, rows = paper(5)
    rows[2]["date"] = "2026-02-30"
    rows[1] |= {"flags": [{"kind": "debt", "severity": "watch", "note": "Owes."}]}
    visits.record_all(book, rows)
    rows[2]["date"] = "2026-11-19"

    again = visits.record_all(book, rows)

    assert (len(again.visits), again.known) == (1, 4)
    assert [len(case.visits) for case in book.cases()] == [1] * 5


def given_again(rows, **put_right):
    """A casebook in which a row stands with its flag and its promise, and what giving it again with more led to."""
    book, rows = rows
    rows[0] |= {
        "flags": [{"kind": "debt", "severity": "watch", "note": "Owes."}],
        "promises": [{"what": "A spare part.", "due": "2026-12-01"}],
    }
    visits.record_all(book, rows)
    result = visits.record_all(book, [rows[0] | {"note": "She owes the lender, not the bank."} | put_right])
    return next(iter(book.cases())), result


def test_a_visit_given_again_with_another_note_is_asked_about_and_not_written_twice():
    case, result = given_again(paper(1))

    assert (len(case.visits), len(case.flags), len(case.promises)) == (1, 1, 1)
    (problem,) = result.problems
    assert "is written down already" in problem.what
    assert "--same" in problem.what
    assert "second = true" in problem.what


def test_a_visit_that_is_the_same_takes_the_place_of_the_one_that_stands_and_its_flag_and_promise_stay():
    case, _ = given_again(paper(1), same=True)

    assert [visit.said.note for visit in case.visits] == ["She owes the lender, not the bank."]
    assert (len(case.flags), len(case.promises)) == (1, 1)


def test_a_visit_given_again_as_it_is_changes_nothing():
    book = a_casebook()
    visits.record(book, "KML-1", a_visit(note="Well."))
    facts = book.store.facts(book.find("KML-1"))

    again = visits.record(book, "KML-1", a_visit(note="Well.", same=True))

    assert again.unchanged
    assert book.store.facts(book.find("KML-1")) == facts


def test_a_visit_is_put_right_also_in_its_day_and_in_how_she_was_met():
    book = a_casebook()
    wrong = visits.record(book, "KML-1", a_visit("2026-11-18", note="Well.")).case.visits[0]

    visits.record(book, "KML-1", a_visit("2026-11-19", contact="phone", note="Well."), replaces=wrong.id)

    (visit,) = book.case(book.find("KML-1")).visits
    assert (visit.on, visit.said.contact) == (date(2026, 11, 19), ContactMethod.PHONE)
    with pytest.raises(Refused, match="taken back"):
        visits.record(book, "KML-1", a_visit("2026-11-19"), replaces=wrong.id)


def test_a_second_visit_of_a_day_is_written_when_it_is_called_so():
    case, _ = given_again(paper(1), second=True)

    assert (len(case.visits), len(case.flags), len(case.promises)) == (2, 2, 2)


def test_a_visit_is_not_the_same_and_a_second_one():
    _, result = given_again(paper(1), same=True, second=True)

    assert "not both" in result.problems[0].what


def test_a_call_on_the_day_of_a_visit_is_no_visit_given_again():
    book, rows = paper(1)
    visits.record_all(book, rows)

    assert len(visits.record_all(book, [rows[0] | {"contact": "phone"}]).visits) == 1


def test_a_rehearsal_of_a_file_minds_the_rows_before():
    book = a_casebook()
    rows = [{"code": "KML-1", "date": f"2026-11-{day}", "attempt": {"reason": "moved"}} for day in (10, 11, 12)]

    done = visits.record_all(book, rows, dry_run=True)

    assert [one.flagged for one in done.attempts] == [False, False, True]
    assert not case_of(book).attempts


def test_a_case_that_cannot_be_read_stops_no_other_row():
    book, rows = paper(3)
    book.store.damage(book.find("GRD-1"))

    done = visits.record_all(book, rows)

    assert len(done.visits) == 2
    assert [one.row for one in done.problems] == [2]


# --- contacts that are not with her ---------------------------------------------------------------------------------

NOT_WITH_HER = [ContactMethod.FAMILY, ContactMethod.LOCAL_AUTHORITY, ContactMethod.THIRD_PERSON]


def a_contact(policy, contact, on="2026-03-16"):
    book = a_casebook(a_graduate(returned="2026-01-31", policy=policy))
    return book, visits.record(book, "KML-1", a_visit(on, contact=contact.value))


@pytest.mark.parametrize("contact", [ContactMethod.FAMILY, ContactMethod.LOCAL_AUTHORITY, ContactMethod.PHONE])
@pytest.mark.parametrize("policy", ["once-at-6-weeks", "ccpcr"])
def test_under_a_policy_of_one_contact_speaking_with_her_family_is_that_contact(policy, contact):
    book, done = a_contact(policy, contact)

    assert (done.slot, done.fills, done.when_due) == (1, True, True)
    assert case_of(book).last_met is None


@pytest.mark.parametrize("contact", NOT_WITH_HER)
@pytest.mark.parametrize("policy", ["monthly-36", "months-3-and-6", "monthly-open", "hcc", "cwcc"])
def test_under_a_policy_of_visits_speaking_with_her_family_is_no_visit(policy, contact):
    book, done = a_contact(policy, contact)

    assert not done.fills
    assert book.scheduler.case_schedule(case_of(book)).done == {}


def test_news_of_her_is_not_the_one_contact():
    assert not a_contact("once-at-6-weeks", ContactMethod.THIRD_PERSON)[1].fills


@pytest.mark.parametrize("contact", NOT_WITH_HER)
def test_speaking_with_others_does_not_end_a_row_of_tries_in_vain(contact):
    book = a_casebook()
    for day in ("2026-11-16", "2026-11-17"):
        visits.attempt(book, "KML-1", not_home(), date.fromisoformat(day))
    visits.record(book, "KML-1", a_visit("2026-11-18", contact=contact.value))

    third = visits.attempt(book, "KML-1", not_home(), date(2026, 11, 19))

    assert (third.number, third.flagged) == (3, True)
    visits.record(book, "KML-1", a_visit("2026-11-20", contact=contact.value))
    assert not visits.reached_again(case_of(book))


def test_the_list_says_of_each_visit_which_it_was():
    book = a_casebook()
    visits.record(book, "KML-1", a_visit("2026-10-30"))
    visits.record(book, "KML-1", a_visit("2026-11-02", contact="phone"))

    _, made = list_visits(book, "KML-1")

    assert [(one.slot, one.fills, one.when_due) for one in made] == [(9, True, True), (9, False, False)]
    assert made[0].visit.said == Visited(ContactMethod.HOME_VISIT)
