"""The caseload of a quarter from a casebook: as the quarter's report counts it, published or not; staff see all."""

from datetime import date

import pytest

from followup.case.facts import Ended, HandedOver, Placed, Withdrawn
from followup.case.home_words import Placement
from followup.case.outcome_words import OutcomeKind
from followup.casebook import Casebook, Moment
from followup.errors import Refused
from followup.services import graduates, outcomes, reports
from followup.services.reports import ReportSelection
from followup.statistics.quarters import Quarter
from followup.statistics.report_model import CASELOAD_REPORT, NOT_TOLD, Report, report_from_json, report_to_json
from tests.builders import NOW, TODAY, a_casebook, a_graduate
from tests.memory_store import MemoryStore

Q2, Q3, Q4 = Quarter(2026, 2), Quarter(2026, 3), Quarter(2026, 4)
AWAY = Ended(OutcomeKind.MOVED_AWAY)


@pytest.fixture
def book() -> Casebook:
    """Twelve who sew and eight who weave, home since spring; six more who sew since August."""
    spring = [a_graduate(f"S-{n}", "2026-03-10", trade="sewing", centre="Centre A") for n in range(12)]
    weavers = [a_graduate(f"W-{n}", "2026-03-20", trade="weaving", centre="Centre B") for n in range(8)]
    summer = [a_graduate(f"N-{n}", "2026-08-10", trade="sewing", centre="Centre A") for n in range(6)]
    return a_casebook(*spring, *weavers, *summer)


def rows(report: Report, table: str) -> dict[str, object]:
    there = report.section("followed").table(f"people_by_{table}")
    return {row.id: row.figure for row in (*there.rows, *((there.total,) if there.total else ()))}


def caseload(book: Casebook, quarter: Quarter = Q3, **said: object) -> Report:
    return reports.caseload_at_quarter_end(Casebook(book.store, book.moment), ReportSelection(quarter, **said))


def test_it_says_who_is_followed_at_the_end_of_the_quarter(book):
    report = caseload(book)

    assert (report.kind, report.quarter, report.as_of) == (CASELOAD_REPORT, "2026Q3", "2026-10-14")
    assert rows(report, "trade") == {"sewing": 18, "weaving": 8, "all": 26}
    assert rows(report, "centre") == {"Centre A": 18, "Centre B": 8, "all": 26}
    assert rows(report, "months") == {"0-3": 6, "4-12": 20, "all": 26}
    assert rows(report, "level") == {"low": 26, "raised": 0, "high": 0, "all": 26}


def test_movement_and_the_last_quarters_are_those_of_the_quarters_report(book):
    report, whole = caseload(book), reports.quarter_report(book, ReportSelection(Q3))

    assert report.section("caseload").tables == whole.section("caseload").tables
    assert report.section("trend").tables == whole.section("trend").tables[:1]
    assert [head.value for head in report.heads] == [26, 6, 0, 0]


def test_it_is_kept_as_plain_data_and_a_report_from_before_there_were_kinds_is_a_quarters(book):
    report = caseload(book)
    old = report_to_json(reports.quarter_report(book, ReportSelection(Q3)))
    del old["kind"]

    assert report_from_json(report_to_json(report)) == report
    assert report_from_json(old).kind == "quarter"


def test_it_is_told_exactly_and_rows_of_fewer_than_five_are_merged(book):
    more = [a_graduate(f"X-{n}", "2026-10-05", trade="cooking" if n < 2 else "sewing") for n in range(7)]
    assert not graduates.enrol_all(book, more).problems

    report = caseload(book, Q4)

    assert report.section("caseload").table("movement").cell("joined", "people") == 7
    assert rows(report, "trade") == {"sewing": 23, "merged": 10, "all": 33}
    assert rows(caseload(book, Q4, internal=True), "trade") == {"sewing": 23, "weaving": 8, "cooking": 2, "all": 33}


def test_of_a_few_everything_is_told_but_how_they_are_divided():
    book = a_casebook(*(a_graduate(f"S-{n}", "2026-03-10", trade="sewing" if n else "weaving") for n in range(4)))

    report = caseload(book)

    assert [head.value for head in report.heads] == [4, 0, 0, NOT_TOLD]
    assert rows(report, "trade") == {"all": 4}
    assert rows(report, "level") == {"low": NOT_TOLD, "raised": NOT_TOLD, "high": NOT_TOLD, "all": 4}
    assert rows(caseload(book, internal=True), "level") == {"low": 4, "raised": 0, "high": 0, "all": 4}


def test_small_districts_of_a_province_stand_together_and_are_called_after_it():
    places = [("Kandal", "Kien Svay", 6), ("Kandal", "S'ang", 3), ("Kandal", "Mukh Kampul", 2), ("Takeo", "Bati", 5)]
    book = a_casebook(
        *(
            a_graduate(f"{district[0]}-{people}{n}", "2026-03-10", province=province, district=district)
            for province, district, people in places
            for n in range(people)
        )
    )

    table = caseload(book).section("followed").table("people_by_district")

    assert [(row.id, row.label, row.figure) for row in table.rows] == [
        ("Kien Svay, Kandal", "Kien Svay, Kandal", 6),
        ("Bati, Takeo", "Bati, Takeo", 5),
        ("merged: Kandal", "Other districts of Kandal", 5),
    ]


def test_groups_whose_names_are_masked_alike_stay_apart():
    """A centre called after somebody is masked where it is shown, not where people are counted."""
    somaly = [
        a_graduate(f"S-{n}", "2026-03-10", name="Somaly", centre="Somaly House", trade="weaving") for n in range(6)
    ]
    sokha = [a_graduate(f"K-{n}", "2026-03-10", name="Sokha", centre="Sokha House", district="Sokha") for n in range(7)]
    book = a_casebook(*somaly, *sokha)

    for internal in (False, True):
        table = caseload(book, internal=internal).section("followed").table("people_by_centre")
        assert [(row.id, row.label, row.figure) for row in table.rows] == [
            ("▒▒▒ House", "▒▒▒ House", 7),
            ("▒▒▒ House", "▒▒▒ House", 6),
        ]
    assert rows(caseload(book, internal=True), "district") == {"▒▒▒, Kandal": 7, "Kien Svay, Kandal": 6, "all": 13}
    by_place = reports.quarter_report(book, ReportSelection(Q3)).section("visits").table("by_place")
    assert [row.id for row in by_place.rows] == ["▒▒▒", "Kien Svay"]


def test_staff_see_all_groups_and_where_she_lived_on_the_last_day(book):
    graduates.place(book, "S-0", Placed(Placement.RELATIVE, "Takeo", "Bati"), on=date(2026, 9, 30))
    graduates.place(book, "S-1", Placed(Placement.EMPLOYMENT, "Takeo", "Bati"), on=date(2026, 10, 1))
    book.write(book.find("W-0"), HandedOver("KB"), on=date(2026, 9, 1))

    report = caseload(book, internal=True)

    assert rows(report, "placement") == {"family": 25, "relative": 1, "all": 26}
    assert rows(report, "district") == {"Kien Svay, Kandal": 25, "Bati, Takeo": 1, "all": 26}
    assert rows(report, "worker") == {"SN": 25, "KB": 1, "all": 26}
    assert rows(report, "policy") == {"Every month for three years": 26, "all": 26}


def test_what_leaves_the_office_is_what_staff_see_but_for_merged_rows(book):
    """Also where somebody moved since the last day, or has another worker."""
    for n in range(6):
        graduates.place(book, f"S-{n}", Placed(Placement.RELATIVE, "Takeo", "Bati"), on=date(2026, 10, 1))
        book.write(book.find(f"W-{n}"), HandedOver("KB"), on=date(2026, 10, 1))
    outside, staff = caseload(book), caseload(book, internal=True)

    assert [head.value for head in outside.heads] == [head.value for head in staff.heads]
    assert outside.section("caseload").tables == staff.section("caseload").tables
    assert outside.section("followed") == staff.section("followed")
    assert outside.section("trend") == staff.section("trend")


def test_beside_a_published_report_the_caseload_counts_the_same_people_ever_after(book):
    for code in [f"S-{n}" for n in range(12)]:
        outcomes.record(book, code, AWAY, date(2026, 9, 20))
    reports.publish(book, ReportSelection(Q3))
    before = caseload(book)

    late = [a_graduate(f"L-{n}", "2026-09-01", trade="cooking", centre="Centre C") for n in range(9)]
    afterwards = Casebook(book.store, Moment(TODAY, NOW.replace(hour=15)))
    assert not graduates.enrol_all(afterwards, late).problems
    afterwards.write(book.find("W-0"), Withdrawn(_entry(book, "W-0"), "entered twice"))

    assert caseload(book) == before
    assert before.published == TODAY.isoformat()
    assert rows(before, "trade")["all"] == 14
    assert rows(caseload(book, internal=True), "trade")["all"] == 14 + 9 - 1


def _entry(book: Casebook, code: str) -> str:
    return book.store.facts(book.find(code))[0].id


def test_a_published_caseload_is_refused_for_another_day_but_not_to_staff(book):
    reports.publish(book, ReportSelection(Q3))

    with pytest.raises(Refused, match="the quarter's own day"):
        caseload(book, as_of=date(2026, 9, 1))
    assert caseload(book, as_of=date(2026, 9, 1), internal=True).published == ""


@pytest.mark.parametrize(
    ("quarter", "as_of"),
    [(Quarter(2027, 1), None), (Q3, date(2026, 12, 1)), (Q4, date(2026, 9, 30)), (Quarter(2026, 1), date(2026, 3, 1))],
)
def test_days_ahead_and_days_on_which_nobody_was_at_home_are_refused(book, quarter, as_of):
    with pytest.raises(Refused):
        caseload(book, quarter, as_of=as_of)


def test_an_empty_casebook_is_refused_with_a_sentence():
    with pytest.raises(Refused, match="Nobody had come home"):
        reports.caseload_at_quarter_end(Casebook(MemoryStore(), Moment(TODAY, NOW)), ReportSelection(Q3))


def test_it_is_as_it_was_known_then(book):
    later = Casebook(book.store, Moment(TODAY, NOW.replace(hour=12)))
    more = [a_graduate(f"X-{n}", "2026-08-01", trade="weaving") for n in range(5)]
    assert not graduates.enrol_all(later, more).problems

    assert rows(caseload(later), "trade")["weaving"] == 13
    assert rows(caseload(later, known_at=NOW.replace(minute=30)), "trade")["weaving"] == 8


def test_a_quarter_before_one_that_was_published_is_a_draft_as_it_is_known_now(book):
    reports.publish(book, ReportSelection(Q3))
    late = [a_graduate(f"L-{n}", "2026-05-01", trade="weaving", centre="Centre B") for n in range(9)]
    later = Casebook(book.store, Moment(TODAY, NOW.replace(hour=15)))
    assert not graduates.enrol_all(later, late).problems

    outside = caseload(later, Q2)

    assert outside.draft
    assert rows(outside, "trade")["weaving"] == 17 == rows(caseload(later, Q2, internal=True), "trade")["weaving"]


def test_the_running_quarter_says_that_it_is_not_over(book):
    assert caseload(book, Q4).open == ("The quarter is not over.",)
