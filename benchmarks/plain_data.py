"""What a plain program would hold of a casebook: the same graduates in one SQLite file, nothing sealed.

    python benchmarks/plain_data.py FILE

Run with the casebook open, from an environment where followup is installed. `plain_quarter` counts what it writes.
"""

import sqlite3
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from followup.case.business.plan import reckon
from followup.case.case import Case
from followup.case.parts import Visit
from followup.schedule.case_schedule import CaseSchedule
from followup.schedule.standing import nearest_slot
from followup_cli.context import open_casebook

SCHEMA = """
create table graduates(id integer primary key, code text, returned text, district text, province text, trade text,
    planned real);
create table endings(graduate integer, ended text, back text, how text, result text);
create index endings_of on endings(graduate, ended);
create table causes(graduate integer, ended text, cause text, place integer);
create table slots(graduate integer, k integer, month integer, due text, made text, times integer, excused integer,
    reason text, primary key (graduate, k)) without rowid;
create table contacts(graduate integer, made text, method text, in_person integer);
create table scores(graduate integer, made text, domain text, score integer,
    primary key (graduate, domain, made)) without rowid;
create table months(graduate integer, told text, takings real, costs real);
create table flags(graduate integer, kind text, severity text, raised text, cleared text, review text);
create table referrals(graduate integer, service text, sent text, done text);
create table supports(graduate integer, given text, kind text, fund text, amount real, currency text);
create table milestones(graduate integer, month integer, reached text, standing text);
"""

Row = tuple[Any, ...]


def rows(number: int, case: Case, owed: CaseSchedule) -> Iterator[tuple[str, Row]]:
    """Everything that is held of a graduate, with the table each row stands in."""
    assert case.return_date is not None
    planned = float(reckon(case.plan).takings) if case.plan else None
    yield "graduates", (number, case.code, _day(case.return_date), case.district, case.province, case.trade, planned)
    yield from _slots(number, case, owed)
    for visit in case.visits:
        yield from _visit(number, visit)
    for flag in case.flags:
        days = map(_day, (flag.raised_on, flag.cleared_on, flag.review_on))
        yield "flags", (number, str(flag.risk), str(flag.severity), *days)
    for one in case.referrals:
        yield "referrals", (number, str(one.said.service), _day(one.on), None if one.is_open else _day(one.last.on))
    for given in case.supports:
        amount = given.said.amount
        told = (float(amount.amount), str(amount.currency)) if amount else (None, "")
        yield "supports", (number, _day(given.on), str(given.said.what), given.said.fund, *told)
    for end in case.every_ending:
        how = end.said.ending
        yield "endings", (number, _day(end.on), _day(end.reopened_on), str(how), str(how.result))
        for place, cause in enumerate(end.said.causes):
            yield "causes", (number, _day(end.on), str(cause), place)
    for reached in case.milestones:
        yield "milestones", (number, reached.month, _day(reached.on), str(reached.said.standing))


def _slots(number: int, case: Case, owed: CaseSchedule) -> Iterator[tuple[str, Row]]:
    dues = [slot.due for slot in owed.schedule.slots]
    reasons = {nearest_slot(dues, attempt.on): str(attempt.said.reason) for attempt in case.attempts}
    times = Counter(visit.said.slot or nearest_slot(dues, visit.on) for visit in case.visits)
    for slot in owed.schedule.slots:
        k, month = slot.k, owed.policy.offset(slot.k)[0]
        made = owed.done[k].on if k in owed.done else None
        excused = k not in owed.done and (slot.paused or slot.cancelled)
        yield "slots", (number, k, month, _day(slot.due), _day(made), times[k], excused, reasons.get(k))


def _visit(number: int, visit: Visit) -> Iterator[tuple[str, Row]]:
    day = _day(visit.on)
    yield "contacts", (number, day, str(visit.said.contact), visit.said.contact.in_person)
    for score in visit.said.scores:
        if score.worker is not None:
            yield "scores", (number, day, str(score.domain), score.worker)
    if month := visit.said.month:
        told = (amount and float(amount.amount) for amount in (month.takings, month.cost))
        yield "months", (number, day, *told)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def fill(database: sqlite3.Connection, cases: Iterable[tuple[Case, CaseSchedule]]) -> None:
    """Write down what is held of each case."""
    database.executescript(SCHEMA)
    for number, (case, owed) in enumerate(cases):
        for table, row in rows(number, case, owed):
            database.execute(f"insert or replace into {table} values ({','.join('?' * len(row))})", row)


def main(file: Path) -> None:
    """Fill a new file with the casebook that is open."""
    book = open_casebook()
    horizon = book.today + timedelta(days=366)
    with sqlite3.connect(file) as database:
        cases = ((case, book.scheduler.case_schedule(case, horizon)) for case in book.cases())
        fill(database, cases)
        database.execute("analyze")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
