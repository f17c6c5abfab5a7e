"""Two cases of one person are made one: everything is kept, she is counted once, and the merging can be taken back."""

from datetime import date
from pathlib import Path

import pytest

from followup.case.facts import Amended, Ended, Flagged, Merged
from followup.case.outcome_words import OutcomeKind
from followup.casebook import Casebook
from followup.errors import Refused
from followup.monitoring.audit_log import log_entries
from followup.services import calendars, outcomes, visits
from followup.services.calendar_changes import ExportRequest
from followup.services.case_index import case_rows
from followup.services.graduates import enrol_all
from followup.services.guarded_names import guard_of
from followup.services.merging import merge
from followup.services.withdrawals import withdraw
from tests.builders import TODAY, a_casebook, a_flag, a_graduate


def visit(code, day, **said):
    return {"code": code, "date": day, "contact": "home_visit"} | said


def two():
    """One person as KML-1 and again as TEH-1, visited under both codes."""
    book = a_casebook(
        a_graduate("KML-1", flags=[a_flag()]),
        a_graduate("TEH-1", name="Keo Sreymom", phone="012 345 678", trade="sewing"),
    )
    flag = {"kind": "violence", "severity": "danger", "note": "Blows."}
    promise = {"what": "A spare part.", "due": "2026-12-01"}
    rows = [visit("KML-1", "2026-03-02"), visit("TEH-1", "2026-04-02", slot=2, flags=[flag], promises=[promise])]
    assert not visits.record_all(book, rows).problems
    return anew(book)


def anew(book):
    return Casebook(book.store, book.moment)


def case_of(book, code="KML-1"):
    book = anew(book)
    return book.case(book.find(code))


def test_two_cases_made_one_keep_everything_written_under_both():
    book = two()

    merge(book, "KML-1", "TEH-1")

    case = case_of(book)
    assert [visit.on for visit in case.visits] == [date(2026, 3, 2), date(2026, 4, 2)]
    assert (len(case.flags), len(case.promises)) == (2, 1)
    assert (case.code, case.trade, case.identity.name, case.identity.phone) == (
        "KML-1",
        "hairdressing",
        "Sreymom Keo",
        "012 345 678",
    )


def test_she_is_counted_once_and_both_codes_lead_to_her():
    book = two()
    merge(book, "KML-1", "TEH-1")
    book = anew(book)

    assert [case.code for case in book.cases()] == ["KML-1"]
    assert [row.code for row in case_rows(book)] == ["KML-1"]
    assert list(book.codes.values()) == ["KML-1"]
    assert book.find("TEH-1") == book.find("TEH") == book.find("KML-1")


def test_what_is_written_under_the_other_code_afterwards_is_hers():
    book = two()
    merge(book, "KML-1", "TEH-1")

    visits.record_all(anew(book), [visit("TEH-1", "2026-05-04")])

    assert len(case_of(book).visits) == 3


def test_what_arrives_later_of_the_other_case_is_hers():
    book = two()
    part = book.find("TEH-1")
    merge(book, "KML-1", "TEH-1")

    (raised,) = (one.body for one in book.store.facts(part) if isinstance(one.body, Flagged))
    book.write(part, raised, on=TODAY)

    assert len(case_of(book).flags) == 3
    assert len(case_rows(anew(book))[0].flags) == 3


def test_a_code_that_leads_to_her_is_given_to_nobody_else():
    book = two()
    merge(book, "KML-1", "TEH-1")

    done = enrol_all(anew(book), [a_graduate("TEH-1", name="Chan Thy")])

    assert "taken" in done.problems[0].what


def test_both_spellings_of_her_name_stay_guarded():
    book = two()
    merge(book, "KML-1", "TEH-1")

    assert guard_of(anew(book)).find("012 345 678")


def test_the_log_shows_both_and_the_merging():
    book = two()
    merge(book, "KML-1", "TEH-1")

    sentences = [entry.sentence for entry in log_entries(anew(book).entries(book.find("KML-1")))]

    assert sum(sentence.startswith("Follow-up opened") for sentence in sentences) == 2
    assert sentences[-1] == "The same person as KML-1: part of that case from now on."


def test_taking_the_merging_back_parts_them_again():
    book = two()
    before = [case_of(book, code) for code in ("KML-1", "TEH-1")]
    merge(book, "KML-1", "TEH-1")
    book = anew(book)
    number = max(entry.number for entry in log_entries(book.entries(book.find("KML-1"))))

    result = withdraw(book, "KML-1", number, "Her sister.")

    assert "is a case of its own again" in result.different[0]
    assert [case_of(book, code) for code in ("KML-1", "TEH-1")] == before


def test_an_entry_of_the_other_case_is_taken_back_in_its_own_journal():
    book = two()
    part = book.find("TEH-1")
    merge(book, "KML-1", "TEH-1")
    book = anew(book)
    entries = log_entries(book.entries(book.find("KML-1")))
    number = next(entry.number for entry in entries if entry.on == date(2026, 4, 2))
    held = len(book.store.facts(part))

    withdraw(book, "KML-1", number, "It was her sister.")

    assert len(case_of(book).visits) == 1
    assert len(book.store.facts(part)) == held + 1


def test_what_it_does_is_told_first_and_nothing_is_written():
    book = two()

    result = merge(book, "KML-1", "TEH-1", dry_run=True)

    assert (result.code, result.part.code) == ("KML-1", "TEH-1")
    assert [*map(len, (result.part.visits, result.part.flags, result.part.promises))] == [1, 1, 1]
    assert len(anew(book).codes) == 2


def test_a_case_is_not_merged_twice_nor_into_itself():
    book = two()
    merge(book, "KML-1", "TEH-1")

    with pytest.raises(Refused, match="same graduate"):
        merge(anew(book), "TEH-1", "KML-1")


def test_a_visit_before_the_return_date_is_named_and_keeps_the_two_apart():
    book = two()
    book = anew(book)
    visits.record_all(book, [visit("TEH-1", "2026-02-10")])
    book.write(book.find("KML-1"), Amended(return_date=date(2026, 3, 1)), on=date(2026, 1, 31))

    with pytest.raises(Refused, match="2026-02-10: Contact: home visit"):
        merge(anew(book), "KML-1", "TEH-1")


def test_two_outcomes_of_one_person_are_refused():
    book = two()
    for code in ("KML-1", "TEH-1"):
        outcomes.record(book, code, Ended(OutcomeKind.MOVED_AWAY))

    with pytest.raises(Refused, match="Both have an outcome"):
        merge(anew(book), "KML-1", "TEH-1")


def test_contact_after_the_outcome_of_the_other_is_refused():
    book = two()
    visits.record_all(book, [visit("KML-1", "2026-11-02")])
    outcomes.record(book, "TEH-1", Ended(OutcomeKind.MOVED_AWAY), date(2026, 10, 1))

    with pytest.raises(Refused, match="had ended on 2026-10-01"):
        merge(anew(book), "KML-1", "TEH-1")


def test_the_phone_loses_the_entries_of_the_merged_case_at_the_next_export(tmp_path: Path):
    book = two()
    calendars.export(book, ExportRequest(worker="SN"), tmp_path)
    on_phone = merge(anew(book), "KML-1", "TEH-1").on_phone

    calendars.export(anew(book), ExportRequest(worker="SN"), tmp_path)

    text = (tmp_path / "calendar-sn.ics").read_text("utf-8")
    assert text.count("STATUS:CANCELLED") == on_phone > 0


def test_a_case_whose_other_half_has_not_arrived_stays_in_sight():
    book = two()
    book.write(book.find("TEH-1"), Merged("0123456789abcdef", "ABC-1"))

    assert {case.code for case in anew(book).cases()} == {"KML-1", "TEH-1"}


def test_two_laptops_that_merged_each_into_the_other_have_one_case():
    book = two()
    first, second = book.find("KML-1"), book.find("TEH-1")
    book.write(first, Merged(second, "TEH-1"))
    book.write(second, Merged(first, "KML-1"))

    assert len(list(anew(book).cases())) == 1


def test_the_phone_has_the_entries_again_once_the_two_are_parted(tmp_path: Path):
    book = two()
    calendars.export(book, ExportRequest(worker="SN"), tmp_path)
    before = case_of(book, "TEH-1").issued
    merge(anew(book), "KML-1", "TEH-1")
    calendars.export(anew(book), ExportRequest(worker="SN"), tmp_path)
    number = next(
        entry.number
        for entry in log_entries(anew(book).entries(book.find("KML-1")))
        if entry.sentence.startswith("The same person")
    )
    withdraw(anew(book), "KML-1", number, "Her sister.")

    calendars.export(anew(book), ExportRequest(worker="SN"), tmp_path)

    issued = case_of(book, "TEH-1").issued
    assert {key: one.entry.sequence for key, one in issued.items()} == dict.fromkeys(before, 2)
