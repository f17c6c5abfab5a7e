"""Rows of a sheet taken in: each becomes what is said before, once, and can be taken back.

- new, changed, the same and left out, of graduates, visits and plans; an empty cell takes nothing away
- the same sheet given again changes nothing, also after corrections in the casebook
- likely duplicates, in the sheet and against the casebook, are named by row and code and not written
- a name leads to somebody only where it leads to one
- stopped in the middle, nothing is lost, and the same sheet brings in the rest
- an import taken back leaves the casebook as it was, but for what was written on top of it
"""

import pytest

from followup.case.facts import Amended, Ended, Erased, Imported, WellbeingScore
from followup.case.import_words import ImportTarget
from followup.case.outcome_words import OutcomeKind
from followup.case.visit_words import WellbeingDomain
from followup.casebook import Casebook, Moment
from followup.errors import Missing, Refused
from followup.intake.rows import ImportedRow, Problem
from followup.services import corrections, outcomes
from followup.services.erasure import erase
from followup.services.imports.graduates import GraduatePlanner
from followup.services.imports.plan import RowFate, plan_rows
from followup.services.imports.plans import PlanPlanner
from followup.services.imports.runs import import_numbered, import_runs
from followup.services.imports.undoing import look_at_undo, undo_import
from followup.services.imports.visits import VisitPlanner
from followup.services.imports.writing import write_import
from followup.services.merging import merge
from followup.services.plans import set_plan
from followup.store import IMPORTS
from tests.builders import NOW, TODAY, a_casebook, a_graduate, a_plan
from tests.memory_store import MemoryStore

HOME = {"return_date": "2026-01-31"}
NEW, CHANGED, SAME, REFUSED = RowFate.NEW, RowFate.CHANGED, RowFate.SAME, RowFate.REFUSED


def an_empty_casebook():
    return Casebook(MemoryStore(), Moment(TODAY, NOW))


def rows(*said, first=2):
    return [ImportedRow(number, one) for number, one in enumerate(said, first)]


def planner(book, target, **options):
    if target is ImportTarget.GRADUATES:
        return GraduatePlanner(book, as_written=True, **options)
    return {ImportTarget.VISITS: VisitPlanner, ImportTarget.PLANS: PlanPlanner}[target](book)


def planned(book, target, sheet, **options):
    return plan_rows(planner(book, target, **options), target, sheet)


def brought_in(book, target, sheet, **options):
    plans = planner(book, target, **options)
    return write_import(book, plans, plan_rows(plans, target, sheet), sheet)


def fates(plan):
    return [row.fate for row in plan.rows]


def graduates(book, *said, **options):
    return brought_in(book, ImportTarget.GRADUATES, rows(*said), **options)


def visits(book, *said):
    return brought_in(book, ImportTarget.VISITS, rows(*said))


SOPHEA = HOME | {"name": "Chan Sophea", "phone": "012 345 678", "trade": "sewing"}
DARA = HOME | {"name": "Sok Dara", "village": "Prey Thmey", "birth_year": "2004"}


def test_graduates_without_a_code_are_enrolled_and_given_one():
    book = an_empty_casebook()
    result = graduates(book, SOPHEA, DARA)
    assert fates(result.plan) == [NEW, NEW]
    assert set(result.codes) == set(book.codes.values())
    assert len(result.codes) == 2
    assert {case.identity.name for case in book.cases()} == {"Chan Sophea", "Sok Dara"}


def test_a_code_that_two_new_rows_ask_for_is_given_to_the_first_and_stops_no_other_row():
    book = an_empty_casebook()
    result = graduates(book, SOPHEA | {"code": "ABC-1"}, DARA | {"code": "ABC-1"}, DARA)
    assert fates(result.plan) == [NEW, REFUSED, NEW]
    assert "That code is taken." in result.plan.rows[1].problems[0].sentence
    assert "ABC-1" in result.codes


def test_what_is_planned_is_what_is_written_and_a_look_writes_nothing():
    book = an_empty_casebook()
    shown = planned(book, ImportTarget.GRADUATES, rows(SOPHEA, DARA))
    assert not book.codes
    assert not book.store.facts(IMPORTS)
    assert graduates(book, SOPHEA, DARA).plan.coming_in[0].facts[1:] == shown.coming_in[0].facts[1:]


def test_the_same_sheet_again_changes_nothing_also_after_a_correction():
    book = an_empty_casebook()
    first = graduates(book, SOPHEA, DARA)
    corrections.edit(book, first.codes[0], Amended(trade="weaving"))
    again = graduates(book, SOPHEA, DARA)
    assert fates(again.plan) == [SAME, SAME]
    assert not again.run
    assert book.case(book.find(first.codes[0])).trade == "weaving"


def test_whoever_was_erased_does_not_come_back_with_an_old_sheet_unless_that_is_said():
    book = an_empty_casebook()
    (code,) = graduates(book, SOPHEA).codes
    outcomes.record(book, code, Ended(OutcomeKind.MOVED_AWAY), book.today)
    erase(book, code)
    book = Casebook(book.store, book.moment)
    again = graduates(book, SOPHEA, SOPHEA | {"name": "Chan Malis", "phone": "012 345 670"})

    assert fates(again.plan) == [REFUSED, NEW], "a name of the family is not enough"
    assert "was erased from the casebook" in again.plan.rows[0].problems[0].sentence
    assert "Sophea" not in str(again.plan.rows[0].problems)
    assert len(graduates(Casebook(book.store, book.moment), SOPHEA, new=frozenset({2})).codes) == 1


def test_a_row_with_a_code_puts_her_right_and_an_empty_cell_takes_nothing_away():
    book = a_casebook(a_graduate("KML-1", name="Vanna Ros", phone="012 345 678", trade="sewing"))
    result = graduates(book, {"code": "kml-1", "trade": "weaving", "phone": "012345678"})
    (row,) = result.plan.rows
    assert (row.fate, row.code, row.changed) == (CHANGED, "KML-1", ("trade",))
    her = book.case(book.find("KML-1"))
    assert (her.trade, her.identity.name, her.identity.phone) == ("weaving", "Vanna Ros", "012 345 678")


def test_her_name_and_phone_lead_to_her_where_the_row_has_no_code():
    book = an_empty_casebook()
    (code,) = graduates(book, SOPHEA).codes
    (row,) = graduates(book, SOPHEA | {"trade": "weaving", "village": "Prey Thmey"}).plan.rows
    assert (row.fate, row.code, row.by_name) == (CHANGED, code, True)
    assert row.changed == ("trade", "village")


def test_another_day_of_return_under_her_name_is_asked_about():
    book = an_empty_casebook()
    graduates(book, SOPHEA)
    (row,) = graduates(book, SOPHEA | {"return_date": "2026-03-31"}).plan.rows
    assert row.fate is REFUSED
    assert row.problems[0].column == "return_date"
    assert row.looks_alike
    assert len(graduates(book, SOPHEA | {"return_date": "2026-03-31"}, new=frozenset({2})).codes) == 1


def test_likely_duplicates_are_named_by_row_and_code_and_enrolled_only_where_it_is_said():
    book = a_casebook(a_graduate("KML-1", name="Vanna Ros"))
    twice, other = HOME | {"name": "Ros Vanna", "phone": "011 111 111"}, SOPHEA | {"name": "Sophea Chan", "trade": "x"}
    result = graduates(book, twice, SOPHEA, other)
    assert fates(result.plan) == [REFUSED, NEW, REFUSED]
    assert [row.problems[0].alike for row in result.plan.of(REFUSED)] == [("KML-1",), ("row 3",)]
    assert all(row.looks_alike for row in result.plan.of(REFUSED))
    assert fates(graduates(book, twice, SOPHEA, other, new=frozenset({2})).plan) == [NEW, SAME, REFUSED]


def test_two_rows_word_for_word_are_one_too_many():
    result = graduates(an_empty_casebook(), SOPHEA, SOPHEA)
    assert fates(result.plan) == [NEW, REFUSED]
    assert result.plan.rows[1].problems[0].alike == ("row 2",)


@pytest.mark.parametrize(
    ("said", "column"),
    [
        ({"return_date": "2030-01-31"}, ""),
        ({"return_date": "soon"}, "return_date"),
        (HOME | {"placement": "castle"}, "placement"),
        (HOME | {"code": "82AJQE"}, "code"),
        (HOME | {"contact": "no keys"}, "contact"),
        ({}, "return_date"),
    ],
)
def test_a_row_that_cannot_be_is_left_out_with_its_column_and_stops_no_other(said, column):
    book = an_empty_casebook()
    result = graduates(book, said, DARA)
    assert fates(result.plan) == [REFUSED, NEW]
    assert result.plan.rows[0].problems[0].column == column


def test_what_other_commands_change_is_left_out_with_the_name_of_the_command():
    book = a_casebook(a_graduate("KML-1"))
    (row,) = graduates(book, {"code": "KML-1", "worker": "Somebody", "placement": "family"}).plan.rows
    assert row.fate is REFUSED
    assert "followup graduate hand-over KML-1" in row.problems[0].sentence


def test_rows_that_could_not_be_read_or_are_marked_as_imported_are_passed_over():
    book = an_empty_casebook()
    graduates(book, DARA)
    sheet = [
        ImportedRow(2, SOPHEA, (Problem("Phone", "This is an error cell.", "Write the number."),)),
        ImportedRow(3, DARA | {"imported": "yes, 2026-11-26"}),
        ImportedRow(4, DARA),
    ]
    plan = planned(book, ImportTarget.GRADUATES, sheet)
    assert fates(plan) == [REFUSED, RowFate.MARKED, SAME]
    assert plan.rows[0].problems[0] == ("Phone", "This is an error cell. Write the number.", ())


def test_a_row_that_is_marked_but_in_the_casebook_no_longer_is_told_of():
    book = an_empty_casebook()
    graduates(book, SOPHEA, DARA)
    undo_import(book, look_at_undo(book, 1))
    graduates(book, DARA)
    marked = {"imported": "yes, 2026-11-26"}
    plan = planned(book, ImportTarget.GRADUATES, rows(SOPHEA | marked, DARA | marked))
    assert fates(plan) == [REFUSED, RowFate.MARKED]
    assert plan.rows[0].problems[0].column == "imported"


@pytest.mark.parametrize("whole", ["KML-1", "P-1"])
def test_of_two_cases_that_are_one_each_name_leads_to_her_and_an_old_sheet_puts_no_name_over_hers(whole):
    """In whichever order they were written down."""
    people = {"KML-1": ("Sreymom Keo", "012345678"), "P-1": ("Chan Dara", "099888777")}
    book = a_casebook(*[a_graduate(code, name=name, phone=phone) for code, (name, phone) in people.items()])
    (part,) = {*people} - {whole}
    merge(book, whole, part)
    for code, (name, phone) in people.items():
        told = {"name": name, "phone": phone}
        (row,) = planned(book, ImportTarget.GRADUATES, rows(HOME | told | {"nickname": "Ra"})).rows
        if code == whole:
            assert (row.fate, row.code) == (CHANGED, whole)
        else:
            assert (row.fate, row.problems[0].alike) == (REFUSED, (whole,))
        (row,) = planned(book, ImportTarget.VISITS, rows(told | {"date": "2026-03-02", "contact": "phone"})).rows
        assert (row.fate, row.code) == (NEW, whole)


# --- visits and plans -----------------------------------------------------------------------------------------------

VISIT = {"code": "KML-1", "date": "2026-03-02", "contact": "home-visit", "note": "Well.", "scores.safety": "3/2"}


def test_visits_are_written_down_once_and_put_right_without_losing_what_is_left_open():
    book = a_casebook(a_graduate("KML-1"))
    assert fates(visits(book, VISIT).plan) == [NEW]
    assert fates(visits(book, VISIT).plan) == [SAME]
    partly = {key: VISIT[key] for key in ("code", "date", "contact")}
    assert fates(visits(book, partly).plan) == [SAME]
    (row,) = visits(book, partly | {"note": "Very well.", "scores.physical-health": "4"}).plan.rows
    assert (row.fate, row.changed) == (CHANGED, ("note", "scores"))
    (visit,) = book.case(book.find("KML-1")).visits
    scores = (WellbeingScore(WellbeingDomain.SAFETY, 3, 2), WellbeingScore(WellbeingDomain("physical_health"), 4))
    assert (visit.said.note, visit.said.scores) == ("Very well.", scores)


def test_a_try_is_written_down_once_and_the_third_raises_its_flag():
    book = a_casebook(a_graduate("KML-1"))
    tries = [{"code": "KML-1", "date": f"2026-11-0{n}", "attempt.reason": "not-at-home"} for n in (1, 2, 3)]
    assert fates(visits(book, *tries).plan) == [NEW] * 3
    assert fates(visits(book, *tries).plan) == [SAME] * 3
    assert [flag.risk.value for flag in book.case(book.find("KML-1")).open_flags] == ["could_not_be_reached"]
    (row,) = visits(book, tries[1] | {"attempt.reason": "moved"}).plan.rows
    assert (row.fate, row.changed) == (CHANGED, ("attempt",))


def test_two_rows_of_one_day_and_way_of_meeting_are_told_apart_by_people():
    book = a_casebook(a_graduate("KML-1"))
    assert fates(visits(book, VISIT, VISIT | {"note": "Again."}, VISIT | {"contact": "phone"}).plan) == [
        NEW,
        REFUSED,
        NEW,
    ]


def test_of_two_visits_of_one_day_none_is_written_over_the_other():
    book = a_casebook(a_graduate("KML-1"))
    again = VISIT | {"note": "Again.", "second": "true"}
    assert fates(visits(book, VISIT, again).plan) == [NEW, NEW]
    assert fates(visits(book, VISIT, again).plan) == [SAME, SAME]
    put_right = visits(book, VISIT | {"note": "Not so well."}, again)
    assert fates(put_right.plan) == [REFUSED, SAME]
    assert "followup withdraw KML-1" in put_right.plan.rows[0].problems[0].sentence
    assert {one.said.note for one in book.case(book.find("KML-1")).visits} == {"Well.", "Again."}


def test_of_two_tries_of_one_day_none_is_written_over_the_other():
    book = a_casebook(a_graduate("KML-1"))
    tried = {"code": "KML-1", "date": "2026-03-02", "attempt.reason": "not-at-home", "note": "First."}
    again = tried | {"note": "Again.", "second": "true"}
    assert fates(visits(book, tried, again).plan) == [NEW, NEW]
    assert fates(visits(book, tried | {"note": "Third."}).plan) == [REFUSED]
    assert {one.said.note for one in book.case(book.find("KML-1")).attempts} == {"First.", "Again."}


@pytest.mark.parametrize(
    ("key", "before", "after"), [("month.open", "false", "true"), ("month.repaid_in_kind", "true", "false")]
)
def test_yes_and_no_are_put_right_both_ways_and_kept_where_the_cell_is_empty(key, before, after):
    book = a_casebook(a_graduate("KML-1"))
    takings = VISIT | {"month.takings": "1000 KHR"}
    visits(book, takings | {key: before})
    assert fates(visits(book, takings).plan) == [SAME]
    assert fates(visits(book, takings | {key: after}).plan) == [CHANGED]
    (visit,) = book.case(book.find("KML-1")).visits
    assert getattr(visit.said.month, key.removeprefix("month.")) is (after == "true")


def test_a_name_leads_to_her_only_where_it_leads_to_one():
    book = a_casebook(a_graduate("KML-1", name="Vanna Ros"), a_graduate("P-1", name="Sok Dara"))
    graduates(book, HOME | {"name": "Sok Dara", "phone": "099 888 777"}, new=frozenset({2}))
    said = {"date": "2026-03-02", "contact": "phone"}
    plan = planned(
        book,
        ImportTarget.VISITS,
        rows(
            said | {"name": "ROS Vanna"},
            said | {"name": "Sok Dara"},
            said | {"name": "Sok Dara", "phone": "+855 99 888 777"},
            said | {"name": "Nobody"},
            said,
        ),
    )
    assert fates(plan) == [NEW, REFUSED, NEW, REFUSED, REFUSED]
    assert (plan.rows[0].code, plan.rows[0].by_name) == ("KML-1", True)
    assert "P-1" in plan.rows[1].problems[0].sentence
    assert not any("Nobody" in one.sentence.replace("Nobody of", "") for one in plan.rows[3].problems)


def test_a_plan_is_laid_over_the_one_she_has():
    book = a_casebook(a_graduate("KML-1", plan=a_plan()), a_graduate("P-1"))
    said = {"trade": "hairdressing", "customers_a_day": "4", "days_open": "20", "prices.haircut": "2000"}
    result = brought_in(
        book,
        ImportTarget.PLANS,
        rows({"code": "KML-1", "costs.rent": "50000"}, {"code": "P-1"} | said, {"code": "P-1"}),
    )
    assert fates(result.plan) == [CHANGED, NEW, REFUSED]
    plan = book.case(book.find("KML-1")).plan
    assert plan.trade == a_plan()["trade"]
    assert any(cost.kind.value == "rent" for cost in plan.costs)
    assert fates(planned(book, ImportTarget.PLANS, rows({"code": "KML-1", "costs.rent": "50000"}))) == [SAME]


def test_what_of_a_plan_was_assumed_stays_and_no_plan_is_written_of_one_who_was_erased():
    book = a_casebook(a_graduate("KML-1"), a_graduate("P-1", name="Chan Dara"))
    set_plan(book, "KML-1", a_plan(assumed=["the price of a haircut"]))
    book.write(book.find("P-1"), Ended(OutcomeKind.MOVED_AWAY), Erased())
    said = {"trade": "sewing", "customers_a_day": "4", "days_open": "20", "note": "Dara sews."}
    result = brought_in(book, ImportTarget.PLANS, rows({"code": "KML-1", "days_open": "20"}, {"code": "P-1"} | said))
    assert fates(result.plan) == [CHANGED, REFUSED]
    assert "was erased" in result.plan.rows[1].problems[0].sentence
    assert book.case(book.find("KML-1")).plan_assumed == ("the price of a haircut",)
    assert book.case(book.find("P-1")).plan is None


# --- numbers, stopping, taking back -----------------------------------------------------------------------------------


def stamped(book, hour):
    return Casebook(book.store, Moment(TODAY, NOW.replace(hour=hour)))


def test_every_import_has_a_number_and_knows_what_it_wrote():
    book = a_casebook(a_graduate("KML-1"))
    visits(book, VISIT)
    graduates(book, SOPHEA, DARA)
    first, second = import_runs(book)
    assert (first.number, first.target, first.new, first.written) == (1, ImportTarget.VISITS, 1, 1)
    assert (second.number, second.new, second.changed, len(second.entries)) == (2, 2, 0, 2)
    with pytest.raises(Missing):
        import_numbered(book, 3)


def test_an_import_taken_back_leaves_the_casebook_as_it_was_and_can_be_made_again():
    book = a_casebook(a_graduate("KML-1", trade="sewing"))
    before = book.case(book.find("KML-1"))
    graduates(book, SOPHEA, {"code": "KML-1", "trade": "weaving"})
    shown = look_at_undo(book, 1)
    assert [(one.gone, one.stays) for one in shown.cases] == [(True, ""), (False, "")]
    assert undo_import(book, shown).staying == ()
    after = Casebook(book.store, book.moment)
    assert set(after.codes.values()) == {"KML-1"}
    assert after.case(after.find("KML-1")) == before
    with pytest.raises(Refused):
        look_at_undo(after, 1)
    assert fates(graduates(after, SOPHEA).plan) == [NEW]


def test_what_was_written_on_top_of_an_import_stays_and_is_named():
    book = an_empty_casebook()
    one, _ = graduates(book, SOPHEA, DARA).codes
    later = stamped(book, 20)
    visits(later, {"code": one, "date": "2026-03-02", "contact": "phone"})
    undone = undo_import(later, look_at_undo(later, 1))
    assert [case.code for case in undone.staying] == [one]
    assert "graduate edit" in undone.staying[0].stays
    assert set(later.codes.values()) == {one}
    assert import_numbered(later, 1).in_force == 2


def test_what_would_be_taken_back_otherwise_than_was_shown_stays():
    book = a_casebook(a_graduate("KML-1", trade="sewing"))
    graduates(book, {"code": "KML-1", "trade": "weaving"})
    later = stamped(book, 20)
    shown = look_at_undo(later, 1)
    corrections.edit(later, "KML-1", Amended(trade="hairdressing"))
    undone = undo_import(later, shown)
    assert [case.code for case in undone.staying] == ["KML-1"]
    assert later.case(later.find("KML-1")).trade == "hairdressing"
    assert import_numbered(later, 1).in_force == 1


def test_stopped_in_the_middle_nothing_is_lost_and_the_same_sheet_brings_in_the_rest(monkeypatch):
    book = an_empty_casebook()
    sheet = [HOME | {"name": f"Woman {n}", "phone": f"012 000 1{n}"} for n in range(10, 16)]
    append, left = book.store.append, iter(range(4))

    def failing(*args, **kwargs):
        if next(left, None) is None:
            raise KeyboardInterrupt
        return append(*args, **kwargs)

    monkeypatch.setattr(book.store, "append", failing)
    with pytest.raises(KeyboardInterrupt):
        graduates(book, *sheet)
    monkeypatch.setattr(book.store, "append", append)
    again = stamped(book, 20)
    written = len(again.codes)
    assert 0 < written < 6
    assert fates(graduates(again, *sheet).plan) == [SAME] * written + [NEW] * (6 - written)
    for number in (2, 1):
        undo_import(again, look_at_undo(again, number))
    assert not again.codes


def test_a_row_that_another_window_made_something_else_is_left_out(monkeypatch):
    book = a_casebook(a_graduate("KML-1", trade="sewing"))
    sheet = rows({"code": "KML-1", "trade": "weaving"}, SOPHEA)
    plans = planner(book, ImportTarget.GRADUATES)
    shown = plan_rows(plans, ImportTarget.GRADUATES, sheet)
    corrections.edit(Casebook(book.store, book.moment), "KML-1", Amended(trade="weaving"))
    result = write_import(book, plans, shown, sheet)
    assert fates(result.plan) == [REFUSED, NEW]


def test_what_is_kept_of_an_import_holds_nothing_of_the_sheet():
    book = an_empty_casebook()
    graduates(book, SOPHEA)
    (fact,) = book.store.facts(IMPORTS)
    assert isinstance(fact.body, Imported)
    assert "Sophea" not in repr(fact)
