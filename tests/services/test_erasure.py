"""Who she is erased: nothing that is kept or shown says it, every figure is as before, and the guard still knows."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followup.case.erasure import ERASED_TEXT, free_texts, private_texts, with_texts, without_erased
from followup.case.facts import (
    Attempted,
    Body,
    Ended,
    Erased,
    ErasedText,
    Exported,
    Fact,
    Identified,
    Visited,
    to_record,
)
from followup.case.outcome_words import OutcomeKind
from followup.case.visit_words import AttemptReason, ContactMethod
from followup.casebook import Casebook, Moment
from followup.errors import FollowupError, Refused
from followup.handout.guard import Exposed, Guard, guarded_words
from followup.handout.surfaces import Handout
from followup.services import merging, visits
from followup.services.erasure import erase
from followup.services.guarded_names import guard_of, is_whole_name, masker
from followup.services.reports import ReportSelection, caseload_at_quarter_end, quarter_report
from followup.services.search import find_graduates
from followup.services.withdrawals import withdraw
from followup.statistics.quarters import Quarter
from followup.store import NewFact
from tests.builders import NOW, TODAY, a_casebook, a_flag, a_graduate
from tests.case.any_facts import of_a_case
from tests.random_casebooks import WOMEN, store_of

HER = {"name": "Sokunthea Meas / មាស សុគន្ធា", "nickname": "Thea", "phone": "012 345 678", "village": "Trapeang Veng"}
SHOWN = ("Sokunthea", "Meas", "សុគន្ធា", "Trapeang Veng", "012345678", "012-345-678", "+855 12 345 678", "Theas house")
TALE = "Sokunthea told us that the lender came at night."


def a_case(**said: Any) -> Casebook:
    """Somebody whose follow-up has ended, with a flag and a visit of whom tales are told; and another graduate."""
    book = a_casebook(
        a_graduate(**HER, flags=[a_flag(note=TALE)], **said),
        a_graduate("TWO-1", name="Dara Chhum", village="Svay Rieng Thmey"),
    )
    _write(book, Visited(ContactMethod.HOME_VISIT, note="The shop does well."), Ended(OutcomeKind.MOVED_AWAY))
    return book


def _write(book: Casebook, *bodies: Body) -> None:
    book.store.append(book.find("KML-1"), [NewFact(TODAY, body) for body in bodies], by="SN", now=NOW)


def everything(book: Casebook) -> str:
    facts = [fact for case in book.store.case_ids() for fact in book.store.facts(case)]
    return json.dumps([to_record(fact) for fact in facts], ensure_ascii=False)


def anew(book: Casebook) -> Casebook:
    return Casebook(book.store, book.moment)


# --- what is kept ---------------------------------------------------------------------------------------------------


def test_nothing_of_who_she_is_is_kept_and_texts_are_taken_away_unless_it_is_said_otherwise() -> None:
    book = a_case()
    result = erase(book, "KML-1", {"The shop does well.": None})

    kept = everything(book)
    assert not [one for one in (*HER.values(), "Thea", TALE) if one in kept]
    assert ("The shop does well." in kept, "Dara Chhum" in kept) == (True, True)
    assert (result.identities, result.written) == (1, 1)
    assert ERASED_TEXT in kept
    assert anew(book).case(book.find("KML-1")).erased == TODAY


def test_a_text_that_shows_who_she_is_cannot_stay_nor_can_other_words_that_do() -> None:
    book = a_case()
    for words in (None, "Her village is trapeang veng."):
        with pytest.raises(Refused, match="shows who she is"):
            erase(book, "KML-1", {TALE: words})
    assert TALE in everything(book), "nothing was written"
    erase(book, "KML-1", {TALE: "A lender came at night."})
    assert "A lender came at night." in everything(book)


def test_each_text_is_shown_once_with_what_it_shows() -> None:
    book = a_case()
    _write(book, Visited(ContactMethod.HOME_VISIT, note="The shop does well.", went=("SN",)))
    texts = {one.text: (one.shows, len(one.places)) for one in erase(book, "KML-1", dry_run=True).texts}

    assert texts[TALE] == (("name",), 1)
    assert texts["The shop does well."] == ((), 2)
    assert TALE in everything(book)


def test_done_again_it_changes_nothing_and_what_came_since_is_erased_too() -> None:
    book = a_case()
    erase(book, "KML-1")
    before = everything(book)
    assert erase(anew(book), "KML-1").nothing_left
    assert everything(book) == before
    _write(book, Identified(name="Sokunthea Meas"), Visited(ContactMethod.HOME_VISIT, note="From another laptop."))
    again = erase(anew(book), "KML-1")

    assert (again.nothing_left, again.identities, again.written) == (False, 1, 1)
    assert not [one for one in ("Sokunthea", "From another laptop.") if one in everything(book)]


def test_a_case_that_is_part_of_hers_is_erased_with_it() -> None:
    book = a_casebook(a_graduate(**HER), a_graduate("TWO-1", name="Sokunthea M", flags=[a_flag(note=TALE)]))
    merging.merge(book, "KML-1", "TWO-1")
    _write(anew(book), Ended(OutcomeKind.MOVED_AWAY))
    erase(anew(book), "KML-1")

    assert not [one for one in ("Sokunthea", "Thea", "lender") if one in everything(book)]


# --- when it may be done, and what is written after it ---------------------------------------------------------------


def test_nobody_in_follow_up_is_erased_or_she_would_drop_out_of_sight() -> None:
    book = a_casebook(a_graduate(**HER))
    with pytest.raises(Refused, match="is in follow-up") as refusal:
        erase(book, "KML-1")
    assert "followup outcome record KML-1" in refusal.value.hint


def test_nothing_more_is_written_of_her_and_nothing_is_taken_back() -> None:
    book = a_case()
    erase(book, "KML-1")
    for write in (
        lambda: visits.attempt(anew(book), "KML-1", Attempted(AttemptReason.NOT_AT_HOME, safe=False)),
        lambda: withdraw(anew(book), "KML-1", 2, "A slip."),
    ):
        with pytest.raises(Refused, match="Who she is was erased"):
            write()


# --- figures --------------------------------------------------------------------------------------------------------


@settings(max_examples=25, deadline=None)
@given(WOMEN, st.integers(0, 2))
def test_every_figure_is_the_same_before_and_after(women: list[Any], which: int) -> None:
    store, ids = store_of(women)
    case_id = ids[min(which, len(ids) - 1)]
    who = Identified(name="Sokunthea Meas", birth_year=2001, phone="012 345 678", contact_name="Aunt Sokha")
    store.append(case_id, [NewFact(TODAY - timedelta(1_400), who)], by="SN", now=NOW)
    book = Casebook(store, Moment(TODAY, NOW))
    case = book.case(case_id)
    if case.is_open and case.end is None:
        store.append(case_id, [NewFact(TODAY, Ended(OutcomeKind.MOVED_AWAY))], by="SN", now=NOW)
    before = _figures(book)
    erase(book, book.code_in_log(case_id))

    assert _figures(anew(book)) == before
    assert "Sokunthea" not in everything(book)


def _figures(book: Casebook) -> list[Any]:
    """The quarter's report and the caseload, for the office and as they go out."""
    figures: list[Any] = []
    for internal in (True, False):
        for make in (quarter_report, caseload_at_quarter_end):
            try:
                figures.append(make(book, ReportSelection(quarter=Quarter(2026, 2), internal=internal)))
            except FollowupError as error:
                figures.append(str(error))
    return figures


# --- the guard ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", SHOWN)
def test_the_guard_still_stops_what_shows_her_and_masks_it(word: str, tmp_path: Path) -> None:
    book = a_case()
    erase(book, "KML-1")
    guard = guard_of(anew(book))

    with pytest.raises(Exposed):
        guard.check(Handout("list.csv", f"Visit {word} at nine".encode()))
    assert word not in masker(anew(book), names=False)(f"Visit {word} at nine")
    assert guard.find("Visit the shop at nine, 011 222 333") == ()


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="abcdeghikmnoprstu ់សុខាមាធគភន្", min_size=2, max_size=30), st.text(max_size=60))
def test_a_guard_of_hashes_finds_what_the_guard_of_words_finds(name: str, text: str) -> None:
    words = guarded_words([_fact(Identified(name=name, village=name, phone="012 345 678"))])
    plain, hashed = Guard(words), Guard([])
    hashed.add_erased("key", plain.as_hashes("key"))

    for one in (text, f"{text}{name}", f"{name} {text}", name.upper(), f"call 012-345 678 {text}"):
        assert hashed.find(one) == plain.find(one)
        assert hashed.mask(one) == plain.mask(one)


def test_the_hashes_tell_nothing_to_who_has_a_list_of_names_and_not_the_key() -> None:
    guard = Guard(guarded_words([_fact(Identified(name="Sokunthea Meas"))]))
    assert not set(guard.as_hashes("one key")) & set(guard.as_hashes("another key"))


def test_one_key_serves_for_all_and_nobody_finds_her_by_name() -> None:
    book = a_case()
    erase(book, "KML-1")
    _end_other(book)
    erase(anew(book), "TWO-1")
    keys = {body.key for fact in _all_facts(book) if isinstance(body := fact.body, Erased)}

    assert len(keys) == 1
    assert not find_graduates(anew(book), "Sokunthea")
    assert not is_whole_name(anew(book), "Sokunthea Meas")


# --- facts ----------------------------------------------------------------------------------------------------------


@settings(max_examples=150, deadline=None)
@given(of_a_case)
def test_every_text_of_every_kind_of_fact_can_be_put_in_other_words(body: Body) -> None:
    texts = dict(private_texts(body))
    new = with_texts(body, dict.fromkeys(texts, ERASED_TEXT))

    assert dict(private_texts(new)) == dict.fromkeys(texts, ERASED_TEXT)
    assert with_texts(new, texts) == body


def test_what_one_laptop_took_away_is_gone_whatever_another_one_decided_and_in_whatever_order() -> None:
    note = _fact(Visited(ContactMethod.HOME_VISIT, note=TALE), "f")
    reworded = _fact(Erased(("f",), (ErasedText("f", "note", "Other words."),)), "a", 2)
    removed = _fact(Erased(("f",), (ErasedText("f", "note"),)), "b", 1)
    for several in ([note, reworded, removed], [removed, reworded, note]):
        left = next(fact for fact in without_erased(several) if fact.id == "f")
        assert [text for _, text in free_texts(left)] == [ERASED_TEXT]
        assert list(without_erased(without_erased(several))) == list(without_erased(several))


def _fact(body: Body, fact_id: str = "f", seq: int = 1) -> Fact:
    return Fact(fact_id, NOW, TODAY, "00000000000000aa", seq, "SN", body)


def _all_facts(book: Casebook) -> list[Fact]:
    return [fact for case in book.store.case_ids() for fact in book.store.facts(case)]


def _end_other(book: Casebook) -> None:
    book.store.append(book.find("TWO-1"), [NewFact(TODAY, Ended(OutcomeKind.MOVED_AWAY))], by="SN", now=NOW)


def test_exported_files_that_may_name_her_are_told_of():
    book = a_casebook(a_graduate(), a_graduate("ABC-1", name="Chan Dara", village="Prek Tnot"))
    her, other = book.find("KML-1"), book.find("ABC-1")
    book.write_office(
        Exported("caseload", "xlsx", 2, names=True),
        Exported("caseload", "xlsx", 2),
        Exported("whole_file", "age", names=True, cases=(her,)),
        Exported("whole_file", "age", names=True, cases=(other,)),
    )
    book.write(her, Ended(OutcomeKind.MOVED_AWAY))

    assert erase(book, "KML-1", dry_run=True).unreached.files == 2
