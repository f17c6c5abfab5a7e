"""Graduates who have been followed for some months, with visits, promises, tries and figures; today is 21 Nov 2026."""

from datetime import date
from typing import Any

from followup.case.facts import Attempted, Body, Promised, Visited, WellbeingScore
from followup.case.visit_words import AttemptReason, ContactMethod, WellbeingDomain
from followup.casebook import Casebook
from tests.builders import a_casebook, a_flag, a_graduate, a_plan
from tests.monitoring.cases import a_month

DOMAINS = tuple(WellbeingDomain)


def scores(worker: str, own: str = "") -> tuple[WellbeingScore, ...]:
    """Scores in the order of the domains, a digit each; a dot for none."""
    pairs = zip(DOMAINS, worker, own.ljust(len(DOMAINS), "."), strict=True)
    return tuple(WellbeingScore(domain, _digit(theirs), _digit(hers)) for domain, theirs, hers in pairs)


def _digit(sign: str) -> int | None:
    return int(sign) if sign.isdigit() else None


SEEN = Visited(ContactMethod.HOME_VISIT, went=("SN",))
TRY = Attempted(AttemptReason.NOT_AT_HOME)
NOTE = "Sreymom sells less than before the rains. The lender came twice."

SHOP: tuple[tuple[str, Body], ...] = (
    (
        "2026-06-30",
        Visited(ContactMethod.HOME_VISIT, scores=scores("333333", "333333"), month=a_month(150_000, 60_000)),
    ),
    ("2026-07-30", Visited(ContactMethod.HOME_VISIT, scores=scores("333333"), month=a_month(180_000, 60_000, debt=0))),
    (
        "2026-08-31",
        Visited(ContactMethod.HOME_VISIT, scores=scores("33.333"), month=a_month(90_000, 80_000, debt=50_000)),
    ),
    (
        "2026-09-30",
        Visited(ContactMethod.HOME_VISIT, scores=scores("233323"), month=a_month(70_000, 80_000, debt=90_000)),
    ),
    (
        "2026-10-30",
        Visited(
            ContactMethod.HOME_VISIT,
            note=NOTE,
            went=("SN", "KB"),
            scores=scores("133423", "233223"),
            month=a_month(60_000, 80_000, debt=120_000),
            agreed="She keeps a cash book.",
            contact_right=True,
        ),
    ),
    ("2026-10-30", Promised("Ask Mrs Keo about the stall.", "SN", date(2026, 11, 15))),
    ("2026-10-30", Promised("Bring the scissors.", "KB", date(2026, 11, 30))),
    ("2026-11-12", TRY),
)


def write(book: Casebook, code: str, *said: tuple[str, Body]) -> None:
    """Write facts down, each true from its day."""
    for day, body in said:
        book.write(book.find(code), body, on=date.fromisoformat(day))


def the_caseload(**said: Any) -> Casebook:
    """Eight graduates in four districts: one not met for 60 days, some overdue, some due, some with nothing due."""
    book = a_casebook(
        a_graduate("SHOP-1", plan=a_plan(costs={"materials": "60,000 riel"}), modules=["hairdressing"]),
        a_graduate("GONE-1", district="Bati", province="Takeo"),
        a_graduate("LATE-1", flags=[a_flag(severity="danger", review="2026-11-25")]),
        a_graduate("LATE-2", district="Bati", province="Takeo"),
        a_graduate("DUE-1", "2026-01-23", district="Borei Ou Svay Senchey", province="Stung Treng"),
        a_graduate("FLAG-1", "2026-01-05", flags=[a_flag("health", "watch", review="2026-11-20")]),
        a_graduate("WAIT-1", "2026-01-05", district="Bati", province="Takeo"),
        a_graduate("WELL-1", "2026-01-05"),
        **said,
    )
    write(book, "SHOP", *SHOP)
    write(book, "GONE", ("2026-09-20", SEEN))
    for code in ("LATE-1", "LATE-2"):
        write(book, code, ("2026-09-30", SEEN))
    write(book, "DUE", ("2026-10-23", SEEN))
    for code in ("FLAG", "WELL"):
        write(book, code, ("2026-11-05", SEEN))
    write(book, "WAIT", ("2026-11-05", Visited(ContactMethod.HOME_VISIT, scores=scores("1.....", "3....."))))
    return book
