"""Small numbers are safe: somebody who works out everything in consecutive reports learns of no one to four people.

Few programmes are tried here; ``FOLLOWUP_ATTACKS=300 pytest tests/statistics/test_attacker.py`` tries three hundred.
"""

import json
import os
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from followup.case import codec
from followup.case.facts import Ended, Visited
from followup.case.vocabulary import ContactMethod, FailureCause, OutcomeKind
from followup.casebook import Casebook, Moment
from followup.demo.build import build
from followup.errors import Refused
from followup.services import reports
from followup.services.reports import ReportSelection, default_report_day
from followup.statistics.case_summary import CaseSummary, VisitOutcome
from followup.statistics.disclosure import release_ledger, small_groups
from followup.statistics.disclosure.release_ledger import CURVE_MONTHS
from followup.statistics.disclosure.release_state import ReleaseState
from followup.statistics.quarter_report import build_quarter_report
from followup.statistics.quarters import Quarter
from followup.statistics.report_model import ReportRequest, report_to_json
from followup.statistics.sections import visits
from followup.statistics.sections.curve import COUNTED_AS_CENSORED
from followup.statistics.sections.flags import FLAG_COLUMNS
from followup.statistics.sections.frame import band
from tests.memory_store import MemoryStore
from tests.statistics.attacker import Attack, attack
from tests.statistics.programmes import FIRST, Person, Shape, a_programme, lives_of

PROGRAMMES = int(os.environ.get("FOLLOWUP_ATTACKS", "20"))
Json = Any
SHAPE = Shape(
    people=90,
    quarters=8,
    bursts=False,
    districts=4,
    fails=0.5,
    ends=0.1,
    back=0.0,
    on_time=0.7,
    kinds=14,
    causes=20,
    flags=0.6,
    late=0.2,
    gone=0.0,
    shops=1.0,
)


def plain(report: Any) -> Json:
    return json.loads(json.dumps(report_to_json(report)))


def behind(link: ReleaseState) -> dict[str, int]:
    """How many failures lie behind each reading of the curve: what the attacker is given beside the report."""
    failed = list(link.roll.failed())
    gone = sum(one.month <= 12 and one.second == COUNTED_AS_CENSORED for one in link.roll.endings)
    return {str(mark): sum(one.month <= mark for one in failed) for mark in CURVE_MONTHS} | {"second": gone}


def few(summaries: Sequence[CaseSummary], link: ReleaseState) -> Iterator[str]:
    """The visits and flags of one to four people, as the attacker asks for them."""
    quarter = link.quarter
    people: dict[str, set[str]] = defaultdict(set)
    for summary in summaries:
        for due in summary.dues:
            made = "made" if due.outcome is VisitOutcome.WHEN_DUE else "not made"
            people[due.reason or due.outcome].add(summary.id)
            people[f"by_month {band(due.month, visits.MONTH_BANDS)} {made}"].add(summary.id)
            people[f"by_level {due.level} {made}"].add(summary.id)
            people[f"by_place {summary.place.district} {made}"].add(summary.id)
    yield from (f"visits of {quarter}: {what}" for what, who in people.items() if len(who) < 5)
    for kind, parts in link.kinds.items():
        for column, part in zip(FLAG_COLUMNS, parts, strict=True):
            if part.small:
                yield f"flags: {kind} {column.id} in {quarter}"


def attacked(
    people: Sequence[Person], first: Quarter, count: int, *, published: bool, internal: bool = False
) -> Attack:
    """An attack on consecutive reports: each published before the next, or all drafts of what was known in the end."""
    prints: list[Json] = []
    known: list[dict[str, int]] = []
    sensitive: list[str] = []
    before = None
    end = default_report_day(first.plus(count - 1))
    for quarter in (first.plus(n) for n in range(count)):
        as_of = default_report_day(quarter)
        summaries = lives_of(people, quarter, as_of, as_of if published else end)
        told = ReportRequest(quarter, as_of, None, str, internal, before=before)
        report, link = build_quarter_report(summaries, (), told)
        prints.append(plain(report))
        known.append(behind(link))
        sensitive += few(summaries, link)
        before = json.loads(json.dumps(codec.to_json(link))) if published else None
    return attack(prints, known, sensitive)


# --- programmes of all shapes -------------------------------------------------------------------------------------


@pytest.mark.parametrize("published", [False, True], ids=["drafts", "published, and facts written down late"])
def test_nobody_is_found_in_the_reports_of_invented_programmes(published):
    tried, found, programmes = 0, [], 0

    for seed in range(PROGRAMMES):
        shape, people = a_programme(seed)
        last = FIRST.plus(shape.quarters - 1)
        for count in (2, 3) if seed % 4 == 0 else (2,):
            done = attacked(people, last, count, published=published)
            found += [(seed, count, what) for what in done.found]
            tried += done.tried
            programmes += 1

    assert not found
    assert tried > 1_000 * programmes


# --- the demonstration, through the services ----------------------------------------------------------------------

TODAY = date(2026, 11, 21)


def a_demo(graduates: int, seed: int) -> Casebook:
    book = Casebook(MemoryStore(), Moment(TODAY, datetime(2026, 11, 21, 9, tzinfo=UTC)))
    build(book, graduates, seed)
    return book


def later(book: Casebook, hours: int) -> Casebook:
    """The same casebook some hours later."""
    return Casebook(book.store, Moment(book.today, book.moment.now + timedelta(hours=hours)))


def write_late(book: Casebook, quarter: Quarter) -> int:
    """Visits and endings of a quarter that went out, entered afterwards: a few of each."""
    day = quarter.end - timedelta(days=20)
    followed = [case for case in book.cases() if case.end is None and case.return_date and case.return_date < day]
    for at, case in enumerate(followed[:9]):
        body = Visited(ContactMethod.HOME_VISIT) if at % 3 else Ended(OutcomeKind.NO_CONTACT, (FailureCause.DISTANCE,))
        book.write(case.id, body, on=day)
    return len(followed[:9])


@pytest.mark.parametrize(("graduates", "seed"), [(25, 3), (60, 7)])
def test_nobody_is_found_in_two_drafts_of_the_demonstration(graduates, seed):
    book = a_demo(graduates, seed)

    done = attack([plain(reports.quarter_report(book, ReportSelection(Quarter(2026, number)))) for number in (1, 2, 3)])

    assert not done.found
    assert done.tried > 1_500


@pytest.mark.parametrize(("graduates", "seed"), [(25, 4), (60, 8)])
def test_nobody_is_found_beside_a_publication_after_which_facts_were_written_down_late(graduates, seed, monkeypatch):
    monkeypatch.setattr(reports, "unlearned", lambda *_: ())
    book = a_demo(graduates, seed)
    went_out = reports.publish(book, ReportSelection(Quarter(2026, 2)))
    assert write_late(later(book, 1), Quarter(2026, 2))

    after = reports.quarter_report(later(book, 2), ReportSelection(Quarter(2026, 3)))

    done = attack([plain(went_out), plain(after)])
    assert not done.found
    assert done.tried > 1_000


def test_a_report_of_an_earlier_quarter_tells_nothing_that_was_written_down_after_a_later_one_went_out(monkeypatch):
    monkeypatch.setattr(reports, "unlearned", lambda *_: ())
    book = a_demo(60, 9)
    earlier = reports.quarter_report(book, ReportSelection(Quarter(2026, 1)))
    went_out = reports.publish(later(book, 1), ReportSelection(Quarter(2026, 2)))
    write_late(later(book, 2), Quarter(2026, 1))

    again = reports.quarter_report(later(book, 3), ReportSelection(Quarter(2026, 1)))

    assert again.sections == earlier.sections
    assert not attack([plain(again), plain(went_out)]).found


# --- the attacker can find people ---------------------------------------------------------------------------------


def test_he_reads_the_internal_report():
    _, people = a_programme(1, SHAPE)

    done = attacked(people, FIRST.plus(7), 2, published=False, internal=True)

    assert len(done.found) > 20


def test_he_finds_a_cell_that_was_starred_out_instead_of_merged():
    _, people = a_programme(1, SHAPE)
    report = draft(people, FIRST.plus(7), internal=True)
    became = table(report, "visits", "became")
    smallest = min(became["rows"], key=lambda row: row["cells"]["visits"])
    assert 1 <= smallest["cells"]["visits"] <= 4
    number = smallest["cells"]["visits"]
    smallest["cells"]["visits"] = None

    done = attack([report])

    assert f"visits of {report['quarter']}: {smallest['id']} = {number}" in done.found


def test_he_finds_who_left_where_nobody_waits_for_five(monkeypatch):
    start = release_ledger.ReleaseLedger.__init__
    monkeypatch.setattr(start, "__defaults__", (*start.__defaults__[:-1], 1))
    _, people = a_programme(3, SHAPE)

    done = attacked(people, FIRST.plus(6), 2, published=False)

    assert any("counted in" in what for what in done.found)


def test_he_subtracts_the_last_print_where_the_program_does_not_remember_it():
    _, people = a_programme(5, replace(SHAPE, late=0.3))
    first, second = FIRST.plus(6), FIRST.plus(7)
    was = draft(people, first)
    now = draft(people, second)

    done = attack([was, now])

    assert any("told again" in what or "at the start of the next quarter" in what for what in done.found)


def test_he_finds_visits_made_late_that_are_merged_with_those_made_when_due(monkeypatch):
    monkeypatch.setattr(visits, "_family", lambda what: "made" if what in ("done_when_due", "done_late") else "not")

    found = [
        what
        for seed in range(12)
        for what in attacked(
            a_programme(seed)[1], FIRST.plus(a_programme(seed)[0].quarters - 1), 2, published=False
        ).found
    ]

    assert any("all but done_when_due" in what for what in found)


def test_he_finds_a_cell_where_nothing_is_merged_at_all(monkeypatch):
    monkeypatch.setattr(small_groups.Part, "small", property(lambda part: False))
    _, people = a_programme(1, SHAPE)

    done = attacked(people, FIRST.plus(7), 2, published=False)

    assert {what.partition(" ")[0] for what in done.found} >= {"visits", "contact"}


def draft(people: Sequence[Person], quarter: Quarter, *, internal: bool = False) -> Json:
    """A report of a quarter as of its own end, whatever went out before."""
    as_of = default_report_day(quarter)
    return plain(
        build_quarter_report(lives_of(people, quarter, as_of), (), ReportRequest(quarter, as_of, None, str, internal))[
            0
        ]
    )


def table(report: Json, section: str, name: str) -> Json:
    mine = next(one for one in report["sections"] if one["id"] == section)
    return next(one for one in mine["tables"] if one["id"] == name)


# --- what staff see -----------------------------------------------------------------------------------------------


def test_the_internal_report_says_that_it_is_internal():
    book = a_demo(25, 3)

    report = plain(reports.quarter_report(book, ReportSelection(Quarter(2026, 3), internal=True)))

    assert report["internal"] is True
    assert plain(reports.quarter_report(book, ReportSelection(Quarter(2026, 3))))["internal"] is False


def test_nothing_internal_can_be_published(monkeypatch):
    monkeypatch.setattr(reports, "unlearned", lambda *_: ())
    book = a_demo(25, 3)

    with pytest.raises(Refused):
        reports.publish(book, ReportSelection(Quarter(2026, 3), internal=True))

    assert not book.store.facts("published")
