"""Invented reports of a quarter, as the figures come: one that leaves the office, one for staff, one almost empty."""

from collections.abc import Sequence

from followup.statistics.proportions import Proportion
from followup.statistics.release import TableKind
from followup.statistics.report_model import (
    NOT_PUBLISHED,
    NOT_TOLD,
    CellValue,
    Definition,
    Estimate,
    Headline,
    NotTold,
    Report,
    ReportColumn,
    ReportRow,
    ReportSection,
    ReportTable,
)
from followup.values import replace

PEOPLE = (ReportColumn("people", "people"),)
WHEN_DUE = (ReportColumn("when_due", "done when due"),)
QUARTERS = ("2025Q3", "2025Q4", "2026Q1", "2026Q2", "2026Q3")
CURVE = (
    ReportColumn("value", "still reintegrated"),
    ReportColumn("observed", "observed"),
)


def row(name: str, label: str, *cells: CellValue, other: bool = False) -> ReportRow:
    """A row, as short as a test wants it; its cells stand in the order of the columns of the table it is put in."""
    return ReportRow(name, label, {str(at): cell for at, cell in enumerate(cells)}, merged=other)


def a_table(
    name: str,
    title: str,
    columns: Sequence[ReportColumn],
    rows: Sequence[ReportRow],
    total: ReportRow | None = None,
    note: str = "",
    carried_from: str = "",
    kind: TableKind = TableKind.PROCESS,
) -> ReportTable:
    """A table, and in it rows as `row` makes them."""
    ids = [column.id for column in columns]
    return ReportTable(
        id=name,
        title=title,
        kind=kind,
        note=note,
        carried_from=carried_from,
        columns=tuple(columns),
        rows=tuple(_in_columns(one, ids) for one in rows),
        total=_in_columns(total, ids) if total else None,
    )


def _in_columns(one: ReportRow, ids: Sequence[str]) -> ReportRow:
    return replace(one, cells=dict(zip(ids, one.cells.values(), strict=True)))


def shares(name: str, title: str, *rows: ReportRow, total: ReportRow | None = None) -> ReportTable:
    """A table of visits done when due."""
    return a_table(name, title, WHEN_DUE, rows, total)


def caseload() -> ReportSection:
    """The sum of the caseload."""
    movement = a_table(
        "movement",
        "Graduates in follow-up",
        PEOPLE,
        (
            row("start", "In follow-up at the start of the quarter", 126),
            row("joined", "Joined: came home", 14),
            row("left", "Left: follow-up ended", 15),
        ),
        row("end", "In follow-up at the end of the quarter", 125),
        "2026Q2 was published with 124 at its end; the rest was written down or put right since.",
        kind=TableKind.PROCESS,
    )
    about = "A graduate is in follow-up from the day she came home until her follow-up ends."
    return ReportSection("caseload", "Caseload", about, (movement,))


def visits() -> ReportSection:
    """What became of the visits due, and the shares done when due."""
    became = a_table(
        "became",
        "What became of the visits due",
        (ReportColumn("visits", "visits"),),
        (
            row("done_when_due", "Done when due", 128),
            row("done_late", "Done late", 11),
            row("road_flooded", "Not made: road flooded", 9),
            row("no_try_written_down", "Not made: no try written down", 5),
            row("not_at_home", "Not made: not at home", 4),
            row("refused", "Not made: refused", 2),
        ),
        row("due", "Visits due", 159),
    )
    by_place = shares(
        "by_place",
        "By district",
        row("Kien Svay, Kandal", "Kien Svay, Kandal", Proportion(38, 48)),
        row("Sisophon, Banteay Meanchey", "Sisophon, Banteay Meanchey", Proportion(32, 36)),
        row("Siem Reap", "Siem Reap", Proportion(28, 38)),
        row("Kampong Cham", "Kampong Cham", Proportion(21, 25)),
        row("merged", "Other districts", Proportion(9, 12), other=True),
        total=row("all", "All", Proportion(128, 159)),
    )
    by_month = shares(
        "by_month",
        "By months since return",
        row("0-3", "0–3 months", Proportion(44, 51)),
        row("4-12", "4–12 months", Proportion(32, 40)),
        row("13-24", "13–24 months", Proportion(28, 34)),
        row("25-", "25 months and more", Proportion(24, 34), other=True),
    )
    about = (
        "A visit is done when due if she was met in person by the due date + 14 days. Visits are judged once these"
        " 14 days are over; those excused by a pause are left out."
    )
    return ReportSection("visits", "Visits", about, (became, by_place, by_month))


def contact() -> ReportSection:
    """How long ago they were met."""
    since = a_table(
        "since_met",
        "Last met, at the end of the quarter",
        PEOPLE,
        (
            row("0-31", "Up to 31 days", 92),
            row("32-45", "32 to 45 days", 21),
            row("46-59", "46 to 59 days", 9),
            row("60-", "60 days and more", 3),
        ),
        row("all", "All in follow-up", 125),
    )
    longest = a_table("longest", "Longest time without a meeting", PEOPLE, (), note="Nobody is in follow-up.")
    about = "Days without meeting her in person, for those in follow-up at the end of the quarter."
    return ReportSection("contact", "Contact", about, (since, longest))


def flags() -> ReportSection:
    """Flags by kind, and how they were looked after."""
    columns = (
        ReportColumn("open_start", "open at start"),
        ReportColumn("raised", "raised"),
        ReportColumn("closed", "closed"),
        ReportColumn("open_end", "open at end"),
    )
    kinds = a_table(
        "flags",
        "Risk flags by kind",
        columns[-1:],
        (
            row("debt", "Debt", 10),
            row("violence", "Violence", 8),
            row("health", "Health", 5),
            row("isolation", "Isolation", 1),
        ),
        row("all", "All kinds", 24),
        kind=TableKind.STATE,
    )
    moved = a_table(
        "flags_moved",
        "Raised and closed in the quarter",
        columns,
        (row("all", "All kinds", NOT_TOLD, NOT_TOLD, NOT_TOLD, 24),),
        kind=TableKind.STATE,
    )
    looked_after = a_table(
        "looked_after",
        "How flags were looked after",
        (ReportColumn("value", "value"),),
        (
            row("past_review", "Open at the end, and past the day to look at them again", Proportion(7, 24)),
            row("median_days", "Days until a flag was cleared, the middle one", 33),
        ),
        kind=TableKind.STATE,
    )
    return ReportSection(
        "flags", "Risk flags", "A flag is a written concern with an owner.", (kinds, moved, looked_after)
    )


def business() -> ReportSection:
    """Businesses against their plans."""
    owners = a_table(
        "owners",
        "How businesses are doing",
        PEOPLE,
        (
            row("at_or_above", "Takings at or above the plan", 27),
            row("half_or_more", "Half of the plan or more", 22),
            row("under_half", "Under half of the plan", 9),
            row("not_told", "Has a plan, told nothing", 13),
            row("closed", "Business closed", 3),
            row("no_plan", "No business plan", 51),
        ),
        row("all", "All in follow-up", 125),
        kind=TableKind.STATE,
    )
    break_even = a_table(
        "break_even",
        "Under break-even",
        (ReportColumn("under", "under break-even"),),
        (row("all", "Takings did not cover the costs", Proportion(16, 58)),),
        kind=TableKind.STATE,
    )
    return ReportSection("business", "Business", "The last month told in the quarter.", (owners, break_even))


def wellbeing() -> ReportSection:
    """Better and worse since the first scores."""
    columns = (ReportColumn("better", "better"), ReportColumn("worse", "worse"))
    change = a_table(
        "change",
        "Since her first scores",
        columns,
        (
            row("safety", "Safety", Proportion(37, 118), Proportion(14, 118)),
            row("legal_protection", "Legal protection", Proportion(12, 118), Proportion(6, 118)),
            row("mental_wellbeing", "Mental wellbeing", Proportion(52, 118), Proportion(18, 118)),
            row("livelihood_and_education", "Livelihood and education", Proportion(45, 118), Proportion(31, 118)),
            row("social_support", "Social support", NOT_TOLD, NOT_TOLD),
            row("physical_health", "Physical health", Proportion(21, 118), Proportion(0, 118)),
        ),
        kind=TableKind.STATE,
    )
    return ReportSection("wellbeing", "Wellbeing", "The latest score against the first one.", (change,))


def outcomes() -> ReportSection:
    """How follow-up ended: results of an earlier quarter, one kind told, the others not yet."""
    endings = {"columns": PEOPLE, "kind": TableKind.ENDINGS}
    results = a_table(
        "results",
        "Outcomes since the start",
        rows=(row("success", "Success", 29), row("failure", "Failure", 24), row("neither", "Neither", 3)),
        total=row("all", "All", 56),
        carried_from="2026Q2",
        **endings,
    )
    failures = a_table(
        "kinds_failure",
        "Failure: how, since the start",
        rows=(row("business_closed", "Business closed", 14), row("no_contact", "No contact", 10)),
        total=row("all", "All", 24),
        carried_from="2026Q2",
        **endings,
    )
    others = a_table(
        "kinds_neither", "Neither: how, since the start", rows=(), total=row("all", "All", NOT_TOLD), **endings
    )
    causes = a_table(
        "causes",
        "Why follow-up failed, since the start",
        (ReportColumn("people", "main cause"), ReportColumn("named", "named at all")),
        (
            row("too_few_customers", "Too few customers", 13, 17),
            row("family_conflict", "Family conflict", 8, 11),
            row("violence", "Violence", 3, 3),
        ),
        row("all", "All failures", 24, None),
        carried_from="2026Q1",
        kind=TableKind.ENDINGS,
    )
    cohorts = a_table(
        "cohorts",
        "Came home, by year",
        PEOPLE,
        (row("2022-2023", "2022 to 2023", 48, other=True), row("2024", "2024", 61), row("2025", "2025", 77)),
        row("all", "Everybody", 186),
    )
    tables = (results, failures, others, causes, cohorts)
    return ReportSection("outcomes", "Outcomes", "An outcome is how follow-up ended.", tables)


def survival() -> ReportSection:
    """The curve at its marks, of an earlier quarter, and its second reading, which is not told yet."""
    marks = (
        (3, NOT_TOLD, 165),
        (6, Estimate(90, 85, 94), 150),
        (12, Estimate(86, 80, 90), 125),
        (18, Estimate(83, 76, 88), 105),
        (24, Estimate(80, 73, 86), 80),
        (36, Estimate(79, 71, 85), 25),
    )
    curve = a_table(
        "curve",
        "Still reintegrated",
        CURVE,
        tuple(row(str(month), f"{month} months", value, seen) for month, value, seen in marks),
        note="Told anew with the results.",
        carried_from="2026Q2",
        kind=TableKind.ENDINGS,
    )
    label = "At 12 months, if no contact is taken for not known instead of failure"
    untold = (row("12", label, NotTold(not_told=True, low=80, high=100), 125),)
    second = a_table("second", "Read another way", CURVE, untold, kind=TableKind.ENDINGS)
    about = "Everybody counts until her follow-up first ended. The range is log-log, 95%."
    return ReportSection("survival", "Still reintegrated, by month since return", about, (curve, second))


def lessons() -> ReportSection:
    """What training is asked to change."""
    counts = a_table(
        "counts",
        "Lessons so far",
        (ReportColumn("lessons", "lessons"),),
        (
            row("proposed", "proposed", 9),
            row("accepted", "accepted", 6),
            row("declined", "declined", 1),
            row("applied", "applied", 4),
            row("checked", "checked", 2),
        ),
    )
    columns = (
        ReportColumn("asked", "change asked"),
        ReportColumn("state", "state"),
        ReportColumn("waits", "waits for"),
        ReportColumn("until", "until"),
    )
    asked = "Add one home visit with the household before return, using the family checklist."
    waiting = a_table(
        "lessons",
        "Lessons that wait",
        columns,
        (
            row("4", "Lesson 4", asked, "accepted", "training lead", "2026-11-15"),
            row("7", "Lesson 7", "Do the cash plan again with feed prices of today.", "proposed", "trainers", ""),
        ),
    )
    return ReportSection(
        "lessons", "Lessons sent back to training", "What is asked of the trainers.", (counts, waiting)
    )


def trend() -> ReportSection:
    """The five last quarters."""
    rates = (Proportion(121, 144), Proportion(130, 149), Proportion(137, 156), Proportion(0, 0), Proportion(128, 159))
    columns = tuple(ReportColumn(quarter, quarter) for quarter in QUARTERS)
    did = (
        row("in_follow_up", "In follow-up", 108, 113, 119, 126, 125),
        row("visits_when_due", "Visits done when due", *rates),
    )
    told = (
        row("flags_open", "Flags open at the end", NOT_TOLD, 33, 29, NOT_PUBLISHED, 24),
        row(
            "at_12_months",
            "Still reintegrated at 12 months",
            NOT_TOLD,
            NotTold(not_told=True, low=80, high=100),
            *(Estimate(n, n - 6, n + 4) for n in range(86, 89)),
        ),
    )
    tables = (
        a_table("quarters", "Five quarters", columns, did),
        a_table("quarters_told", "As it was printed then", columns, told, kind=TableKind.STATE),
    )
    return ReportSection("trend", "The last five quarters", "", tables)


def unknown() -> ReportSection:
    """What nobody knows."""
    rows = (
        row(
            "not_told",
            "owners with a plan told nothing this quarter; they may do worse than those who did.",
            Proportion(13, 71),
        ),
        row("no_reason", "visits that were not made have no try written down.", Proportion(5, 20)),
        row("unread", "files of the casebook could not be read.", 0),
    )
    table = a_table("unknown", "What we do not know", (ReportColumn("known", "known"),), rows)
    return ReportSection("unknown", "What we do not know", "Gaps to weigh before a figure is quoted.", (table,))


DEFINITIONS = (
    Definition("Graduate", "A young woman who finished the centre's programme and went home."),
    Definition(
        "95% range",
        "If the same work were done with many groups of this size, it would hold the true share 95 times in 100.",
    ),
    Definition("Told together", "Groups of fewer than five people stand in one row with others."),
)


def a_report() -> Report:
    """A report of a good-sized caseload, complete and published."""
    return Report(
        quarter="2026Q3",
        first="2026-07-01",
        last="2026-09-30",
        as_of="2026-09-30",
        known_at="2026-10-20T16:59:59+00:00",
        heads=(
            Headline("in_follow_up", "In follow-up", 125, "at the end", 126, 108),
            Headline(
                "visits_when_due",
                "Visits done when due",
                Proportion(128, 159),
                "128 of 159, 74–86%",
                Proportion(0, 0),
                Proportion(121, 144),
            ),
            Headline("flags_open", "Flags open", 24, "at the end", NOT_TOLD, NOT_TOLD),
            Headline(
                "at_12_months",
                "Still reintegrated at 12 months",
                Estimate(86, 80, 90),
                "range 80–90%, 2026Q2",
                Estimate(87, 81, 91),
                NOT_TOLD,
            ),
        ),
        sections=(
            *(caseload(), visits(), contact(), flags(), business(), wellbeing()),
            *(outcomes(), survival(), lessons(), trend(), unknown()),
        ),
        definitions=DEFINITIONS,
        published="2026-10-20",
    )


def an_internal_report() -> Report:
    """The same for staff, of a quarter that is not complete: small groups, every month of the curve, all crossed."""
    report = a_report()
    return replace(
        report,
        sections=tuple(_for_staff(section) for section in report.sections),
        open=("14 visits are not judged yet.", "The quarter lasts until 30 September 2026; 12 days of it are to come."),
        published="",
        internal=True,
    )


def _for_staff(section: ReportSection) -> ReportSection:
    crossed = {"visits": by_level, "business": by_trade, "flags": flags_by_kind}
    more = (crossed[section.id](),) if section.id in crossed else ()
    return replace(section, tables=(*map(_small, section.tables), *more))


def by_level() -> ReportTable:
    """For staff: visits by risk level."""
    return replace(
        shares(
            "by_level",
            "By risk level on the due date",
            row("low", "Low", Proportion(98, 120)),
            row("raised", "Raised", Proportion(28, 36)),
            row("high", "High", Proportion(2, 3)),
        ),
        kind=TableKind.CROSSED,
    )


def by_trade() -> ReportTable:
    """For staff: takings by trade."""
    return a_table(
        "trades",
        "Takings against plan, by trade",
        (ReportColumn("owners", "owners"), ReportColumn("takings", "takings in % of the plan")),
        (
            row("grocery", "Grocery", 14, Estimate(108)),
            row("pigs", "Pigs and poultry", 12, Estimate(81)),
            row("sewing", "Sewing", 2, Estimate(212)),
        ),
        kind=TableKind.CROSSED,
    )


def flags_by_kind() -> ReportTable:
    """For staff: flags raised and closed by kind."""
    columns = tuple(
        ReportColumn(name, name.replace("_", " ")) for name in ("open_start", "raised", "closed", "open_end")
    )
    rows = (row("debt", "Debt", 9, 7, 6, 10), row("violence", "Violence", 7, 6, 5, 8))
    return a_table("flags_by_kind", "Raised and closed, by kind", columns, rows, kind=TableKind.CROSSED)


def _small(table: ReportTable) -> ReportTable:
    if table.id == "by_place":
        small = (row("Prey Veng", "Prey Veng", Proportion(9, 11)), row("Mondulkiri", "Mondulkiri", Proportion(0, 1)))
        return a_table(table.id, table.title, table.columns, (*table.rows[:-1], *small), table.total, table.note)
    if table.id == "curve":
        months = ((0, 100), (1, 98), (2, 96), (5, 92), (7, 90), (8, 88), (14, 60), (15, 45), (36, 45))
        rows = [
            row(str(month), f"{month} months", Estimate(n, n - 6, min(n + 4, 99)), 190 - 4 * month)
            for month, n in months
        ]
        return a_table(table.id, table.title, table.columns, rows, kind=TableKind.ENDINGS)
    return replace(table, carried_from="")


def an_empty_report() -> Report:
    """The report of an office that has just begun: nothing is told yet."""
    told = "Told once ten people or more are in follow-up."
    movement = caseload().tables[0]
    rows = [row(one.id, one.label, 0) for one in movement.rows]
    nobody = a_table(movement.id, movement.title, PEOPLE, rows, row("end", "End", 0), movement.note)
    return Report(
        quarter="2026Q3",
        first="2026-07-01",
        last="2026-09-30",
        as_of="2026-08-12",
        known_at="2026-08-12T10:00:00+00:00",
        heads=(
            Headline("in_follow_up", "In follow-up", 0, "0 at the start"),
            Headline("visits_when_due", "Visits done when due", None, "no visit was due"),
            Headline("flags_open", "Flags open", NOT_TOLD, ""),
            Headline("at_12_months", "Still reintegrated at 12 months", None, "nobody that long"),
        ),
        sections=(
            ReportSection("caseload", "Caseload", "Who is in follow-up.", (nobody,)),
            ReportSection(
                "visits", "Visits", "", (shares("by_place", "By district"), a_table("became", "Visits", PEOPLE, ()))
            ),
            ReportSection(
                "business", "Business", "", (a_table("owners", "How businesses are doing", PEOPLE, (), note=told),)
            ),
            ReportSection(
                "survival",
                "Still reintegrated",
                "",
                (
                    a_table("curve", "Still reintegrated", CURVE, (row("3", "3 months", NOT_TOLD, 4),)),
                    a_table("second", "Read another way", CURVE, (), note=told),
                ),
            ),
            ReportSection(
                "lessons",
                "Lessons",
                "",
                (a_table("lessons", "There is no lesson", (ReportColumn("asked", "asked"),), ()),),
            ),
            ReportSection(
                "trend",
                "The last five quarters",
                "",
                (
                    a_table(
                        "quarters",
                        "Five quarters",
                        tuple(ReportColumn(quarter, quarter) for quarter in QUARTERS),
                        (
                            row("in_follow_up", "In follow-up", 0, 0, 0, 0, 0),
                            row("flags_open", "Flags open", *[NOT_TOLD] * 5),
                        ),
                    ),
                ),
            ),
        ),
        definitions=(),
        open=("12 of its days are to come.",),
    )
