"""She goes home a second time: a stay of its own, counted from its own return; what was before stays as it stood."""

from datetime import date

import pytest

from followup.case.facts import Assessed, Ended, Fact, MilestoneReached, Planned, ReturnedAgain, Visited
from followup.case.home_words import AssessmentDecision, AssessmentKind
from followup.case.outcome_words import FailureCause, MilestoneStanding, OutcomeKind
from followup.case.visit_words import ContactMethod
from followup.casebook import Casebook
from followup.errors import Refused
from followup.monitoring.audit_log import log_entries
from followup.monitoring.case_row import FollowUpState
from followup.monitoring.milestones import MilestoneState, milestones
from followup.services import corrections, graduates, reports
from followup.services.calendar_changes import ExportRequest
from followup.services.calendars import export
from followup.services.case_index import case_rows
from followup.services.graduate_sheet import graduate_sheet
from followup.services.lessons import list_lessons, prefill_lesson
from followup.services.outcomes import OutcomeFilter, list_outcomes, record, reopen
from followup.services.reports import ReportSelection, caseload_at_quarter_end
from followup.services.schedules import list_visits
from followup.services.second_returns import return_again
from followup.services.withdrawals import withdraw
from followup.statistics.quarters import Quarter
from tests.builders import NOW, TODAY, a_casebook, a_flag, a_graduate, a_plan
from tests.monitoring.cases import a_plan as the_plan

AT_THE_CENTRE = Ended(OutcomeKind.BACK_AT_CENTRE, (FailureCause.DEBT,))
HOME = Visited(ContactMethod.HOME_VISIT)
ENDED, AGAIN = date(2026, 6, 20), date(2026, 9, 1)


def at_the_centre(**said: object) -> Casebook:
    """She went home on 31 January, was met twice, and came back to the centre on 20 June."""
    book = a_casebook(a_graduate(plan=a_plan(), flags=[a_flag(raised="2026-02-01")], **said))
    for day in (date(2026, 2, 27), date(2026, 3, 30)):
        book.write(book.find("KML"), HOME, on=day)
    record(book, "KML", AT_THE_CENTRE, ENDED)
    return book


def home_again(policy: str = "monthly-24") -> Casebook:
    book = at_the_centre()
    return_again(book, "KML", AGAIN, policy)
    return book


def number_of(book: Casebook, kind: type) -> int:
    facts = book.store.facts(book.find("KML"))
    ids = {fact.id for fact in facts if isinstance(fact.body, kind)}
    return next(entry.number for entry in log_entries(facts) if entry.id in ids)


# --- the new stay ---------------------------------------------------------------------------------------------------


def test_her_visits_count_anew_from_the_second_return_under_its_own_policy():
    book = home_again()

    plan = book.scheduler.case_schedule(book.case(book.find("KML")))

    assert [slot.due for slot in plan.schedule.slots[:2]] == [date(2026, 10, 1), date(2026, 11, 1)]
    assert (plan.policy.name, plan.last_slot, plan.done) == ("monthly-24", 24, {})


def test_without_a_policy_she_keeps_the_one_she_had():
    book = at_the_centre()

    assert return_again(book, "KML", AGAIN).case.policy == "monthly-36"


def test_the_list_and_today_see_her_in_follow_up_from_the_new_return():
    (row,) = case_rows(home_again())

    assert (row.state, row.return_date, row.months, row.last_met) == (FollowUpState.IN_FOLLOW_UP, AGAIN, 24, None)
    assert row.unmet_from == date(2026, 10, 31)
    assert len(row.flags) == 1


def test_milestones_count_from_the_second_return_and_those_of_the_first_stay_with_it():
    book = a_casebook(a_graduate(returned="2024-01-31"))
    book.write(book.find("KML"), MilestoneReached(12, MilestoneStanding.NOT_YET), on=date(2025, 2, 1))
    record(book, "KML", AT_THE_CENTRE, date(2025, 6, 20))
    case = return_again(book, "KML", date(2025, 9, 1)).case

    assert [(mark.day, mark.state) for mark in milestones(case, TODAY)][:1] == [
        (date(2026, 9, 1), MilestoneState.MISSING)
    ]
    assert [one.month for one in case.earlier[0].milestones] == [12]


def test_a_visit_fills_a_slot_of_the_new_stay_and_the_first_keeps_its_own():
    book = home_again()
    book.write(book.find("KML"), HOME, on=date(2026, 10, 2))

    case, listed = list_visits(book, "KML")

    assert [(one.visit.on.month, one.slot) for one in listed] == [(2, 1), (3, 2), (10, 1)]
    assert [visit.on for visit in case.visits] == [date(2026, 10, 2)]


def test_a_plan_made_at_the_centre_is_of_the_new_stay():
    book = at_the_centre()
    book.write(book.find("KML"), Planned(the_plan()), on=date(2026, 8, 1))
    with_plan = return_again(book, "KML", AGAIN).case

    assert with_plan.plan == the_plan()
    assert with_plan.earlier[0].plan not in (None, the_plan())


def test_without_one_she_begins_without_a_plan_and_the_first_stay_keeps_its_own():
    book = home_again()
    case = book.case(book.find("KML"))

    assert case.plan is None
    assert case.earlier[0].plan is not None


def test_her_page_tells_of_the_first_stay():
    (stay,) = graduate_sheet(home_again(), "KML").earlier

    assert (stay.case.return_date, stay.case.policy, stay.made, stay.due) == (date(2026, 1, 31), "monthly-36", 2, 4)
    assert stay.case.end is not None


def test_as_of_a_day_before_she_is_as_she_was_then():
    sheet = graduate_sheet(home_again(), "KML", date(2026, 8, 1))

    assert (sheet.state, sheet.earlier) == (FollowUpState.ENDED, ())


def test_a_third_stay_follows_the_second():
    book = home_again()
    record(book, "KML", AT_THE_CENTRE, date(2026, 10, 20))
    case = return_again(book, "KML", date(2026, 11, 2)).case

    assert [stay.return_date for stay in case.stays] == [date(2026, 1, 31), AGAIN, date(2026, 11, 2)]
    assert case.return_id.endswith("/3")


# --- refused --------------------------------------------------------------------------------------------------------


def test_she_cannot_go_home_again_while_follow_up_has_not_ended():
    with pytest.raises(Refused, match="has not ended; she has been home since 2026-01-31") as refused:
        return_again(a_casebook(), "KML")

    assert "outcome record KML-1 --how returned-to-centre" in refused.value.hint
    with pytest.raises(Refused, match="2026-09-01"):
        return_again(home_again(), "KML")


def test_she_cannot_have_gone_home_again_before_the_end_nor_ahead_of_today_nor_after_her_death():
    with pytest.raises(Refused, match="ended on 2026-06-20"):
        return_again(at_the_centre(), "KML", date(2026, 6, 19))
    with pytest.raises(Refused, match="future"):
        return_again(at_the_centre(), "KML", date(2026, 11, 22))
    died = a_casebook()
    record(died, "KML", Ended(OutcomeKind.DIED), ENDED)
    with pytest.raises(Refused, match="death"):
        return_again(died, "KML", AGAIN)


def test_the_same_stay_is_reopened_and_no_second_return_follows_it():
    book = at_the_centre()
    reopen(book, "KML", "It was a visit only.", date(2026, 7, 1))

    with pytest.raises(Refused, match="has not ended"):
        return_again(book, "KML", AGAIN)


def test_a_corrected_return_date_of_the_second_stay_is_its_own_and_never_before_the_entry():
    book = home_again()

    with pytest.raises(Refused, match="written down as 2026-09-01"):
        corrections.edit(book, "KML", *corrections.corrections_from({"return_date": date(2026, 8, 20)}))
    case = corrections.edit(
        book, "KML", *corrections.corrections_from({"return_date": date(2026, 9, 3), "policy": "monthly-36"})
    ).case

    assert (case.return_date, case.policy) == (date(2026, 9, 3), "monthly-36")
    assert case.earlier[0].return_date == date(2026, 1, 31)


def test_two_laptops_that_wrote_the_same_return_wrote_one():
    book = home_again()
    case_id = book.find("KML")
    twin = Fact("0f" * 8, NOW, date(2026, 9, 2), "bb" * 8, 1, "KB", ReturnedAgain(date(2026, 9, 2), "monthly-36"))
    book.store.receive(case_id, [twin])

    assert [stay.return_date for stay in book.case(case_id).stays] == [date(2026, 1, 31), AGAIN]


# --- taken back -----------------------------------------------------------------------------------------------------


def test_it_is_taken_back_while_nothing_was_built_on_it():
    book = home_again()

    done = withdraw(book, "KML", number_of(book, ReturnedAgain), "A slip.")

    assert "She did not go home again; her stay before it counts as it was." in done.different
    assert "Her follow-up has ended: returned to centre." in done.different
    assert book.case(book.find("KML")).return_date == date(2026, 1, 31)


def test_it_is_not_taken_back_once_something_was_built_on_it_nor_is_the_outcome_before_it():
    book = home_again()
    with pytest.raises(Refused, match="went home again after this outcome"):
        withdraw(book, "KML", number_of(book, Ended), "A slip.")
    book.write(book.find("KML"), HOME, on=date(2026, 10, 2))

    with pytest.raises(Refused, match="count from this return"):
        withdraw(book, "KML", number_of(book, ReturnedAgain), "A slip.")


# --- the phone ------------------------------------------------------------------------------------------------------


def events(folder) -> dict[str, list[str]]:
    """Status and day of every entry of the worker's calendar, by UID."""
    text = (folder / "calendar.ics").read_text(encoding="utf-8")
    blocks = [
        dict(line.split(":", 1) for line in one.splitlines() if ":" in line) for one in text.split("BEGIN:VEVENT")
    ]
    return {one["UID"]: one["STATUS"] for one in blocks if "UID" in one}


def test_the_new_stay_has_calendar_entries_of_its_own_and_the_old_ones_come_off_the_phone(tmp_path):
    book = a_casebook(a_graduate(returned="2026-07-31"))
    export(book, ExportRequest(), tmp_path)
    before = events(tmp_path)
    record(book, "KML", AT_THE_CENTRE, TODAY)
    return_again(book, "KML", TODAY, "monthly-24")

    done = export(Casebook(book.store, book.moment), ExportRequest(), tmp_path)

    after = events(tmp_path)
    assert {after[uid] for uid in before if uid in after} == {"CANCELLED"}
    assert set(after.values()) == {"CANCELLED", "CONFIRMED"}
    assert done.cancelled == len(before)
    assert export(Casebook(book.store, book.moment), ExportRequest(), tmp_path).cancelled == 0
    assert events(tmp_path) == after


# --- what is learned and told ---------------------------------------------------------------------------------------


def test_the_failure_of_the_first_stay_still_asks_for_a_lesson_and_is_listed_with_its_own_month():
    book = home_again()

    assert list_lessons(book).unlearned == ("KML-1",)
    assert prefill_lesson(book, ["KML"]).causes == (FailureCause.DEBT,)
    assert [(one.month, one.end.on) for one in list_outcomes(book, OutcomeFilter()).outcomes] == [(4, ENDED)]


def people(book: Casebook, quarter: Quarter) -> dict[str, int]:
    report = reports.quarter_report(book, ReportSelection(quarter, internal=True))
    table = report.section("caseload").table("movement")
    return {row.id: row.figure for row in (*table.rows, table.total) if row.figure}


def test_she_is_one_person_in_follow_up_and_two_returns_in_the_figures():
    book = home_again()

    assert people(book, Quarter(2026, 1)) == {"joined": 1, "end": 1}
    assert people(book, Quarter(2026, 2)) == {"start": 1, "left": 1}
    assert people(book, Quarter(2026, 3)) == {"joined": 1, "end": 1}
    cohorts = reports.quarter_report(book, ReportSelection(Quarter(2026, 3), internal=True)).section("outcomes")
    assert cohorts.table("cohorts").total.figure == 2


def test_the_curve_counts_each_stay_from_its_own_return():
    book = at_the_centre()
    return_again(book, "KML", date(2026, 6, 25))

    curve = reports.quarter_report(book, ReportSelection(Quarter(2026, 3), internal=True)).section("survival")

    assert [(row.id, row.cells["observed"]) for row in curve.table("curve").rows] == [("3", 2), ("5", 0)]


def test_a_flag_that_nobody_cleared_is_raised_again_when_she_goes_home():
    report = reports.quarter_report(home_again(), ReportSelection(Quarter(2026, 3), internal=True))

    (row,) = report.section("flags").table("flags_by_kind").rows
    assert row.cells == {"open_start": 0, "raised": 1, "closed": 0, "open_end": 1}


def test_four_people_with_five_returns_are_four_in_follow_up():
    four = [a_graduate(f"ABC-{n}", "2026-07-02") for n in range(1, 5)]
    book = a_casebook(*four)
    record(book, "ABC-1", AT_THE_CENTRE, date(2026, 7, 20))
    return_again(book, "ABC-1", date(2026, 8, 1))

    report = reports.quarter_report(book, ReportSelection(Quarter(2026, 3)))

    assert report.section("caseload").table("movement").total.figure == 4


def test_the_caseload_counts_her_once_with_the_months_of_the_new_stay():
    report = caseload_at_quarter_end(home_again(), ReportSelection(Quarter(2026, 3), internal=True))

    tables = [table for section in report.sections for table in section.tables if table.id == "people_by_months"]
    assert [(row.id, row.figure) for row in tables[0].rows] == [("0-3", 1)]


def test_a_second_return_against_an_assessment_that_says_no_asks_for_a_reason():
    book = at_the_centre()
    graduates.assess(book, "KML", Assessed(AssessmentKind.FAMILY, AssessmentDecision.NO, "They would send her back."))

    with pytest.raises(Refused, match="says no") as refused:
        return_again(book, "KML", TODAY)
    assert "followup graduate return KML-1 --on 2026-11-21 --against" in refused.value.hint
    case = return_again(book, "KML", TODAY, against="An aunt takes her in.").case

    assert [one.said.reason for one in case.returns_against] == ["An aunt takes her in."]
