"""The figures of a quarter out of the SQLite file of `plain_data`, as a program would count them that protects nobody.

    python benchmarks/plain_quarter.py FILE 2026-07-01 2026-10-01

Needs nothing but Python. It reads the same visits, and counts by the same definitions where these are one query: who
came and left, what became of the visits due, who was not met, flags, referrals, business, support, wellbeing, outcomes,
milestones and the share still reintegrated. It rounds no figure, merges no small rows, and masks nothing.
"""

import json
import sqlite3
import sys
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

FOLLOWED = """select g.id from graduates g where g.returned < :day and not exists
    (select 1 from endings e where e.graduate = g.id and e.ended < :day and (e.back is null or e.back >= :day))"""
DUE = """from slots s join graduates g on g.id = s.graduate where s.due >= :start and s.due < :end
    and date(s.due, '+14 days') <= :known and not exists
    (select 1 from endings e where e.graduate = g.id and e.ended < s.due and (e.back is null or e.back > s.due))"""
WHEN_DUE = "sum(s.made is not null and s.made <= date(s.due, '+14 days'))"
JUDGED = f"{DUE} and not s.excused"
MET = "from contacts c where c.in_person and c.made < :end"

QUERIES = {
    "joined": "select count(*) from graduates where returned >= :start and returned < :end",
    "left": "select count(distinct graduate) from endings where ended >= :start and ended < :end and back is null",
    "excused": f"select count(*) {DUE} and s.excused",
    "outcome": f"""select case when s.made <= date(s.due, '+14 days') then 'done_when_due' when s.made is not null
        then 'done_late' else coalesce(s.reason, 'no_try_written_down') end, count(*) {JUDGED} group by 1""",
    "twice": f"select count(*) {JUDGED} and s.times > 1",
    "by_place": f"select g.province, g.district, {WHEN_DUE}, count(*) {JUDGED} group by 1, 2",
    "by_month": f"select s.month, {WHEN_DUE}, count(*) {JUDGED} group by 1",
    "by_trade": f"select g.trade, {WHEN_DUE}, count(*) {JUDGED} group by 1",
    "since_met": f"""select min(julianday(:end) - julianday(m.last), 90) / 15, count(*) from
        (select coalesce(c.last, g.returned) last from graduates g left join
         (select graduate, max(made) last {MET} group by 1) c on c.graduate = g.id
         where g.id in ({FOLLOWED.replace(":day", ":end")})) m group by 1""",
    "longest": f"""select d.graduate, max(d.days) from (select c.graduate, c.made, julianday(c.made) -
        julianday(lag(c.made) over (partition by c.graduate order by c.made)) days {MET}) d
        where d.made >= :start group by 1""",
    "others": """select method, count(*), count(distinct graduate) from contacts
        where not in_person and made >= :start and made < :end group by 1""",
    "how_often": """select graduate, sum(in_person), sum(not in_person) from contacts
        where made >= :start and made < :end group by 1""",
    "referrals": """select service, sum(sent < :start and (done is null or done >= :start)), sum(sent >= :start),
        sum(done >= :start and done < :end), sum(done is null or done >= :end)
        from referrals where sent < :end group by 1""",
    "flags": """select kind, sum(raised < :start and (cleared is null or cleared >= :start)), sum(raised >= :start),
        sum(cleared >= :start and cleared < :end), sum(cleared is null or cleared >= :end),
        sum((cleared is null or cleared >= :end) and review < :end) from flags where raised < :end group by 1""",
    "flags_open": f"""select kind, count(*) from flags where raised < :end and (cleared is null or cleared >= :end)
        and graduate in ({FOLLOWED.replace(":day", ":end")}) group by 1""",
    "days_to_clear": """select julianday(cleared) - julianday(raised) from flags
        where cleared >= :start and cleared < :end order by 1""",
    "business": """select case when g.planned is null then 'none' when m.takings is null then 'not told'
        when m.takings >= g.planned then 'plan' when 2 * m.takings >= g.planned then 'half' else 'under' end,
        count(*), sum(m.takings < m.costs) from graduates g left join
        (select graduate, max(told), takings, costs from months where told >= :start and told < :end
         and takings is not null group by graduate) m on m.graduate = g.id group by 1""",
    "support": """select kind, fund, currency, count(*), count(distinct graduate), sum(amount) from supports
        where given >= :start and given < :end group by 1, 2, 3""",
    "wellbeing": """select f.domain, sum(l.score > f.score), sum(l.score < f.score), count(*) from
        (select graduate, domain, min(made), score from scores where made < :end group by 1, 2) f join
        (select graduate, domain, max(made) made, score from scores where made < :end group by 1, 2) l
        on l.graduate = f.graduate and l.domain = f.domain where l.made >= date(:end, '-183 days') group by 1""",
    "outcomes": "select result, how, count(*) from endings where ended < :end group by 1, 2",
    "causes": "select cause, sum(place = 0), count(*) from causes where ended < :end group by 1",
    "came_home": "select substr(returned, 1, 4), count(*) from graduates where returned < :end group by 1",
    "milestones": "select month, standing, count(*) from milestones where reached < :end group by 1, 2",
}
SURVIVAL = """select cast((julianday(coalesce(min(e.ended), :end)) - julianday(g.returned)) / 30.44 as integer),
    min(e.ended) is not null and min(e.result) = 'failure' from graduates g
    left join endings e on e.graduate = g.id and e.ended < :end where g.returned < :end group by g.id"""


def counted(database: sqlite3.Connection, start: date, end: date) -> dict[str, Any]:
    """Every figure of the quarter; those of the visits also for the four quarters before it."""
    known = end + timedelta(days=13)
    terms = {"start": start.isoformat(), "end": end.isoformat(), "known": known.isoformat()}
    found: dict[str, Any] = {name: database.execute(query, terms).fetchall() for name, query in QUERIES.items()}
    for name in ("start", "end"):
        count = f"select count(*) from ({FOLLOWED})"
        found[f"followed at {name}"] = database.execute(count, {"day": terms[name]}).fetchone()[0]
    found["still"] = still_reintegrated(database.execute(SURVIVAL, terms).fetchall())
    trend = f"select {WHEN_DUE}, count(*) {JUDGED}"
    found["trend"] = [database.execute(trend, one).fetchone() for one in with_those_before(terms)]
    return found


def with_those_before(terms: dict[str, str]) -> list[dict[str, str]]:
    """The terms of the quarter and of the four before it."""
    year, month = int(terms["start"][:4]), int(terms["start"][5:7])
    firsts = [divmod(year * 12 + month - 1 - back, 12) for back in range(12, -6, -3)]
    days = [date(one, two + 1, 1).isoformat() for one, two in firsts]
    return [{"start": start, "end": end, "known": terms["known"]} for start, end in pairwise(days)]


def still_reintegrated(told: list[tuple[int, int]]) -> list[float]:
    """Kaplan and Meier's curve, a point a month."""
    share, curve = 1.0, []
    for month in range(37):
        at_risk = sum(months >= month for months, _ in told)
        failed = sum(months == month and failure for months, failure in told)
        share *= 1 - failed / at_risk if at_risk else 1
        curve.append(share)
    return curve


def main(file: str, start: str, end: str) -> None:
    """Print the figures as JSON."""
    with sqlite3.connect(file) as database:
        print(json.dumps(counted(database, date.fromisoformat(start), date.fromisoformat(end)), indent=1))


if __name__ == "__main__":
    main(*sys.argv[1:])
