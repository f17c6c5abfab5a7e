"""Graduates are enrolled whole or not at all; a bad entry of a file stops no good one."""

from datetime import date

import pytest

from followup.case.facts import Amended, Identified, Placed
from followup.case.home_words import Placement
from followup.case.pseudonym import check_character
from followup.case.vocabulary import RiskLevel
from followup.casebook import Casebook, Moment
from followup.errors import Refused
from followup.services import corrections, graduates, handovers, workers
from followup.services.graduates import enrol_all
from tests.builders import NOW, TODAY, a_casebook, a_flag, a_graduate, a_plan
from tests.memory_store import MemoryStore


def the_case(book, code="KML-1"):
    return book.case(book.find(code))


def test_enrolling_writes_down_everything_the_file_says():
    book = a_casebook(a_graduate(flags=[a_flag(severity="danger")], plan=a_plan(), safe_weekdays=["mon"]))

    case = the_case(book)

    assert (case.code, case.return_date, case.policy) == ("KML-1", date(2026, 1, 31), "monthly-36")
    assert (case.identity.name, case.identity.village) == ("Sreymom Keo", "Trapeang Veng")
    assert case.risk is RiskLevel.HIGH
    assert case.plan is not None
    assert case.weekdays == (0,)


def test_a_code_is_generated_for_her_who_has_none():
    book = a_casebook(a_graduate(code="KML-1"))

    done = enrol_all(book, [{"return_date": "2026-02-01"}])

    assert len(done.codes[0]) == 6


def test_a_bad_entry_is_named_by_its_row_and_the_others_are_enrolled():
    book = a_casebook()

    done = enrol_all(book, [a_graduate("KML-2"), a_graduate("KML-3", "2026-02-30"), a_graduate("KML-4")])

    assert done.codes == ("KML-2", "KML-4")
    assert [(problem.row, problem.where) for problem in done.problems] == [(2, "return_date")]


def test_every_problem_of_an_entry_is_told_those_of_its_plan_too():
    book = a_casebook()
    bad = a_graduate("KML-2", trade=5, plan=a_plan(days_open=40, assumed="not a list"))

    done = enrol_all(book, [bad])

    assert {problem.where for problem in done.problems} == {"trade", "plan: days_open", "plan: assumed"}


@pytest.mark.parametrize("form", [None, 3, "a name", [], [[]], {"plan": 3, "return_date": "2026-01-01"}])
def test_an_entry_of_the_wrong_kind_is_a_problem_and_no_crash(form):
    assert enrol_all(a_casebook(), [form]).problems


def test_one_code_belongs_to_one_graduate_even_within_a_file():
    done = enrol_all(a_casebook(), [a_graduate("KML-2"), a_graduate("kml-2", trade="sewing")])

    assert done.codes == ("KML-2",)
    assert done.problems[0].row == 2


@pytest.mark.parametrize("code", ["SREYMOM", "KEO-1", "sreymom2"])
def test_a_code_that_shows_who_she_is_is_refused(code):
    done = enrol_all(a_casebook(), [a_graduate(code)])

    assert done.problems[0].what.startswith("The code shows who she is.")


def test_a_rehearsal_tells_the_same_problems_and_writes_nothing():
    book = a_casebook()
    forms = [
        a_graduate("KML-2"),
        a_graduate("KML-2", trade="sewing"),
        a_graduate("KML-3", "soon"),
        {"return_date": "2026-01-01"},
    ]

    dry_run = enrol_all(book, forms, dry_run=True)

    assert set(book.codes.values()) == {"KML-1"}
    assert dry_run.codes == ("KML-2", "")
    assert {problem.row for problem in dry_run.problems} == {2, 3}


def test_a_long_file_is_enrolled_in_turns_and_progress_is_told():
    told = []
    forms = [a_graduate(f"G-{number}") for number in range(250)]

    done = enrol_all(a_casebook(), forms, lambda n, of: told.append((n, of)))

    assert len(done.codes) == 250
    assert told[-1] == (250, 250)


def test_a_district_without_a_placement_is_refused_and_not_lost():
    done = enrol_all(a_casebook(), [{"return_date": "2026-01-01", "district": "Kien Svay"}])

    assert "whom she lives with" in done.problems[0].what


def test_a_return_more_than_a_year_ahead_is_a_slip_of_the_finger():
    assert enrol_all(a_casebook(), [a_graduate("KML-2", "2062-01-31")]).problems


def test_a_return_some_weeks_ahead_is_planned_and_not_yet_true():
    book = a_casebook(a_graduate(returned="2026-12-15"))

    assert the_case(book).return_date == date(2026, 12, 15)


# --- where she lives ------------------------------------------------------------------------------------------------


def test_a_new_placement_keeps_the_district_that_is_not_said_anew():
    book = a_casebook()

    case = graduates.place(book, "KML-1", Placed(Placement.RELATIVE))

    assert (case.placement, case.district, case.identity.village) == (
        Placement.RELATIVE,
        "Kien Svay",
        "Trapeang Veng",
    )


def test_the_village_falls_away_with_its_district():
    book = a_casebook()

    case = graduates.place(book, "KML-1", Placed(Placement.RELATIVE, "Takeo", "Bati"), Identified(commune="Tang Doung"))

    assert (case.district, case.identity.commune, case.identity.village) == ("Bati", "Tang Doung", "")


def test_nothing_is_written_down_for_a_day_to_come():
    with pytest.raises(Refused):
        graduates.place(a_casebook(), "KML-1", Placed(Placement.RELATIVE), on=date(2026, 12, 1))


def test_she_is_handed_over_to_another_worker_but_not_to_her_own():
    book = a_casebook()
    workers.add_worker(book, "KB")

    assert handovers.hand_over_to(book, "KML-1", " KB ").sheet.case.worker == "KB"
    with pytest.raises(Refused):
        handovers.hand_over_to(book, "KML-1", "KB")


class TestACodeNamesNobody:
    def test_of_whoever_stands(self):
        done = enrol_all(a_casebook(a_graduate(name="Chantrea Sok")), [a_graduate("CHANTREA", name="Dara Meas")])

        assert [one.what for one in done.problems] == [
            "The code shows who somebody in the casebook is. Choose another, or leave it out to have one generated."
        ]

    @pytest.mark.parametrize("dry_run", [False, True])
    def test_of_whoever_stood_before_in_the_same_file(self, dry_run):
        rows = [a_graduate(name="Chantrea Sok"), a_graduate("CHANTREA", name="Dara Meas"), a_graduate("KML-3")]

        done = enrol_all(Casebook(MemoryStore(), Moment(TODAY, NOW)), rows, dry_run=dry_run)

        assert ([one.row for one in done.problems], done.codes) == ([2], ("KML-1", "KML-3"))

    def test_a_name_that_comes_later_in_the_same_file_waits_until_that_code_is_changed(self):
        rows = [a_graduate("CHANTREA", name="Dara Meas"), a_graduate("KML-2", name="Chantrea Sok")]

        done = enrol_all(Casebook(MemoryStore(), Moment(TODAY, NOW)), rows)

        assert [(one.row, one.what) for one in done.problems] == [
            (
                2,
                "Her name, or a part of it, is the code of somebody else. "
                "Change that code first: followup graduate edit THAT-CODE --code NEW",
            )
        ]

    def test_when_it_is_put_right(self):
        book = a_casebook(a_graduate(), a_graduate("OTH-1", name="Chantrea Sok"))

        with pytest.raises(Refused, match="somebody in the casebook"):
            corrections.edit(book, "KML-1", Amended(code="CHANTREA"))

    def test_when_a_name_is_put_right(self):
        book = a_casebook(a_graduate("CHANTREA"), a_graduate("OTH-1", name="Dara Meas"))

        with pytest.raises(Refused, match="is the code of somebody else"):
            corrections.edit(book, "OTH-1", Identified(name="Chantrea Sok"))

        corrections.edit(book, "CHANTREA", Amended(code="KML-1"))
        corrections.edit(book, "OTH-1", Identified(name="Chantrea Sok"))

    def test_but_one_that_was_generated_may_read_like_a_name(self):
        code = "DARAM" + check_character("DARAM")
        book = a_casebook(a_graduate(name=f"{code.title()} Sok"))

        assert enrol_all(book, [a_graduate(code, name="Srey Neang")]).codes == (code,)
        corrections.edit(book, "KML-1", Identified(nickname=code.title()))

    def test_names_that_cannot_be_known_stop_nobody(self):
        book = a_casebook(a_graduate(), a_graduate("OTH-1"))
        book.store.damage(book.find("OTH-1"))

        assert enrol_all(Casebook(book.store, book.moment), [a_graduate("NEW-1")]).codes == ("NEW-1",)
