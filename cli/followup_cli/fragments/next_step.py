"""What is usually done next, in one quiet line after a command, with the code filled in: on a terminal only.

Told in one place for all commands, by what was written down. A command whose own page says what comes next has no line
in the table; one that writes nothing may suggest a step.
"""

import sys
from contextlib import suppress
from contextvars import ContextVar
from typing import TYPE_CHECKING

from followup.errors import FollowupError
from followup.messages import say

if TYPE_CHECKING:
    from followup.case.facts import Fact
    from followup.casebook import Casebook

SUGGESTED = ContextVar("suggested_step", default="")
"""The command that the command itself names as the next one."""

STEPS = {
    "withdrawn": "followup log {code}",
    "opened": "followup plan set {code}",
    **dict.fromkeys(("returned_again", "reopened"), "followup schedule show {code}"),
    "milestone": "followup graduate review {code}",
    **dict.fromkeys(("visited", "attempted"), "followup today"),
    "planned": "followup print plan {code}",
    **dict.fromkeys(("lesson_proposed", "lesson_corrected"), "followup lesson answer {n}"),
    "lesson_answered": "followup lesson apply {n}",
    "lesson_applied": "followup lesson check {n}",
    "lesson_checked": "followup lesson list",
    "promised": "followup promise settle {code} {n}",
    "promise_settled": "followup promise list {code}",
    "referred": "followup print referral {code} {n}",
    "referral_answered": "followup referral show {code} {n}",
    **dict.fromkeys(("referral_done", "referral_withdrawn"), "followup referral list {code}"),
    "flagged": "followup flag list {code}",
    **dict.fromkeys(("flag_reviewed", "flag_cleared"), "followup graduate show {code}"),
    **dict.fromkeys(("moved", "paused", "extended", "tapered", "trip_dates"), "followup schedule show {code}"),
    **dict.fromkeys(("consent_asked", "consent_withdrawn"), "followup consent show {code}"),
    "consent_overridden": "followup consent ask {code}",
    **dict.fromkeys(("assessed", "placed"), "followup graduate show {code}"),
    "supported": "followup support list {code}",
    "housed": "followup household show {code}",
    **dict.fromkeys(("amended", "identified", "arranged"), "followup graduate show {code}"),
    "published": "followup print quarter",
    **dict.fromkeys(("worker_added", "worker_renamed", "worker_left"), "followup office worker list"),
    "handed_out": "followup today",
    "trips_accepted": "followup calendar export",
    "configured": "followup office show",
}
"""The next step by kind of fact. Of several kinds that one command wrote, the one that stands first here counts."""
_ALSO_FOR_MANY = ("visited", "attempted", "handed_out", "trips_accepted")
STEPS_FOR_MANY = {"opened": "followup graduate list"} | {kind: STEPS[kind] for kind in _ALSO_FOR_MANY}
"""The same where a command wrote of several graduates."""
_AFTER_A_NO = "followup lesson list"
"""The next step where the trainers declined a lesson."""
TELL_THEMSELVES = (
    "merged",
    "erased",
    "handed_over",
    "ended",
    "on_leave",
    "office_closed",
    "holiday_decreed",
    "policy_made",
    "district_set",
    "district_closed",
    "district_opened",
    "exported",
)
"""Kinds whose own pages say what comes next."""


def suggest(command: str) -> None:
    """Name the next step of a command that writes nothing, or whose next step is not by what it wrote."""
    SUGGESTED.set(command)


def tell_next_step(book: "Casebook | None") -> None:
    """Say what is usually done next; nothing where nobody can say."""
    command = SUGGESTED.get() or (_after(book) if book else "")
    if command:
        from followup_cli.terminal.paint import print_painted
        from followup_cli.terminal.table import Cell

        line = say("Next: {command}", command=command)
        with suppress(OSError):  # the window was closed: what was done is done
            sys.stdout.flush()
            print_painted([[Cell(line, "quiet")]], sys.stderr, whole=True)


def _after(book: "Casebook") -> str:
    """The next step after what was written; nothing where a case cannot be read, which was told already."""
    try:
        return step_after(book)
    except FollowupError:
        return ""


def step_after(book: "Casebook") -> str:
    """The command that comes next after what ``book`` wrote; empty where there is none."""
    kinds = {fact.body.kind for _, fact in book.written}
    if kinds & {*TELL_THEMSELVES}:
        return ""
    journals = {journal for journal, _ in book.written}
    steps = STEPS if len(journals) == 1 else STEPS_FOR_MANY
    kind = next((kind for kind in steps if kind in kinds), "")
    if not kind:
        return ""
    journal, fact = next(one for one in reversed(book.written) if one[1].body.kind == kind)
    if not getattr(fact.body, "accepted", True):
        return _AFTER_A_NO
    return steps[kind].format(code=_code(book, journal), n=_number(book, journal, fact)).strip()


def _code(book: "Casebook", journal: str) -> str:
    """The code of the case; nothing for a journal beside the cases: the log without a code is the office's."""
    from followup.store import is_case

    return book.code_in_log(journal) if is_case(journal) else ""


def _number(book: "Casebook", journal: str, fact: "Fact") -> int:
    """The number by which a promise, a referral or a lesson is called; 0 for what has none."""
    from followup.store import LESSONS

    if fact.body.kind == "promised":
        from followup.case.parts import numbered

        return next(number for number, one in numbered(book.case(journal).promises) if one.id == fact.id)
    if fact.body.kind.startswith("refer"):
        from followup.services.referrals import number_of, pick_any

        case = book.case(journal)
        return number_of(case, pick_any(case, getattr(fact.body, "referral", fact.id)))
    if journal == LESSONS:
        from followup.services.lessons import all_lessons

        lesson = getattr(fact.body, "lesson", fact.id)
        return next(one.number for one in all_lessons(book) if one.id == lesson)
    return 0
