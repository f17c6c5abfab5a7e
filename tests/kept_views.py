"""What every view says of a casebook on the disk, and what it says where nothing is kept: it must be the same.

The one side is a vault, opened anew for every command, with whatever it keeps. The other is a store in memory with
the same facts that makes every row anew, and for the report of a quarter once more the way of ``--known-at``, which
replays every case.
"""

import difflib
import json
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from typer.testing import CliRunner

from followup.casebook import Casebook, Moment
from followup.errors import FollowupError
from followup.services.calendar_changes import ExportRequest, calendar_changes
from followup.services.calendar_entries import CalendarCase
from followup.services.calendars import read_calendar_case
from followup.services.kept_calendars import KeptCalendars
from followup.services.workers import followed_cases
from followup.store import ERASURES, IMPORTS, LESSONS, OFFICE, PUBLISHED, Store
from followup.values import replace
from followup.vault import access
from followup.vault.vault import Vault
from followup_cli import context
from followup_cli.agenda import kept_page
from followup_cli.app import app
from tests.memory_store import MemoryStore

PASSPHRASE = "tide pencil maple otter lamp"
Words = tuple[str, ...]

_KEPT_WHOLE: Words = ("today",)
_OF_ALL: tuple[Words, ...] = (
    ("today", "--everybody"),
    ("today", "--everybody", "--days", "30", "--json"),
    ("today", "--everybody", "--month", "--json"),
    ("today", "--worker", "SN"),
    ("graduate", "list"),
    ("graduate", "list", "--json"),
    ("flag", "list"),
    ("flag", "list", "--json"),
    ("flag", "list", "--past-review", "--json"),
    ("promise", "list"),
    ("promise", "list", "--json"),
    ("referral", "list", "--json"),
    ("outcome", "list"),
    ("outcome", "list", "--json"),
    ("consent", "list", "--json"),
    ("support", "list", "--json"),
    ("retention", "--json"),
    ("find", "sewing"),
    ("find", "Dara"),
    ("report", "training", "--json"),
    ("report", "training", "--internal", "--json"),
    ("lesson", "list", "--json"),
    ("lesson", "evidence", "--json"),
    ("status", "--json"),
    ("log", "--json"),
)
_OF_A_QUARTER: tuple[Words, ...] = (
    ("report", "quarter", "--internal", "--json"),
    ("report", "quarter", "--json"),
    ("report", "caseload", "--internal", "--json"),
    ("report", "caseload", "--json"),
)
_OF_ONE: tuple[Words, ...] = (
    ("graduate", "show"),
    ("graduate", "show", "--all", "--json"),
    ("graduate", "review", "--json"),
    ("schedule", "show", "--json"),
    ("visit", "list", "--json"),
    ("log", "--json"),
    ("household", "show", "--json"),
)
_BESIDE_CASES = (OFFICE, LESSONS, PUBLISHED, ERASURES, IMPORTS)


def vault_at(home: Path) -> Vault:
    """The casebook in a folder, as the next command finds it."""
    vault = access.load_vault(home, ask=lambda: PASSPHRASE, environ={})
    vault.journals.looks_once = True
    return vault


class NothingKept(MemoryStore):
    """The same facts as in a vault, under the same names; of each case there is nothing but these."""

    def __init__(self, vault: Vault) -> None:
        super().__init__(vault.device)
        self._names = vault.devices
        for journal in (*vault.case_ids(), *vault.access_journals(), *_BESIDE_CASES):
            if facts := vault.facts(journal):
                self.receive(journal, facts)

    @property
    def devices(self) -> Sequence[str]:
        """Those of the vault."""
        return self._names

    def forget(self) -> "NothingKept":
        """It, without the rows that the command before made."""
        self._kept.clear()
        return self


def views(book: Casebook, chance: Random) -> Iterator[Words]:
    """Every view: of all, of the quarters around today and of one long ago, and of each graduate."""
    yield from _OF_ALL
    for back in (0, 95, chance.randint(100, 1_200)):
        day = book.today - timedelta(back)
        for words in _OF_A_QUARTER:
            yield (*words[:2], f"{day.year}Q{(day.month + 2) // 3}", *words[2:])
    for code in sorted(book.codes.values()):
        for words in _OF_ONE:
            yield (*words[:2], code, *words[2:]) if words[0] != "log" else ("log", code, *words[1:])


def calendar_said(book: Casebook, case: CalendarCase, cover: str = "") -> tuple[Any, ...]:
    """What an export with a cover text writes down and hands out of a case."""
    office = replace(book.office, cover=cover or book.office.cover)
    found = calendar_changes(case, office, ExportRequest(weeks=None), book.moment)
    stays = [(stay.seed, stay.cover, stay.hours, dict(stay.issued)) for stay in found.case.stays]
    return found.now, found.bodies, stays, case.code, case.opening_id, case.latest, case.kept_out and not case.ended


class Judge:
    """Runs commands on either side, and says where they differ."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self._patch = patch
        self._patch.setattr(kept_page, "program_mark", lambda: "one that is installed")
        self.compared = 0

    def compare(self, home: Path, moment: Moment, share: float, chance: Random) -> None:
        """Some of the views (``share`` of 1 is all), in any order, and the page that is kept whole each time."""
        plain = NothingKept(vault_at(home))
        wanted = [words for words in views(Casebook(plain, moment), chance) if chance.random() <= share]
        chance.shuffle(wanted)
        for words in (_KEPT_WHOLE, *wanted, _KEPT_WHOLE):
            kept = self._said(lambda: vault_at(home), moment, words)
            _same(kept, self._said(plain.forget, moment, words), words)
            if words[:2] == ("report", "quarter") and "--internal" in words:
                replayed = self._said(plain.forget, moment, (*words, "--known-at", _later(moment.now)))
                _same(_without_instant(kept), _without_instant(replayed), (*words, "--known-at"))
            self.compared += 1
        self._compare_calendars(Casebook(vault_at(home), moment), Casebook(plain.forget(), moment))

    def _compare_calendars(self, book: Casebook, plain: Casebook) -> None:
        """What an export is told of every case by what is kept, against her case itself."""
        kept = KeptCalendars(book, [book.office.cover], [book.office.hours])
        for one in followed_cases(plain):
            if case := kept.of(one.id):
                assert calendar_said(book, case) == calendar_said(plain, read_calendar_case(plain, one.id)), "replayed"
                self.compared += 1

    def _said(self, store: Callable[[], Store], moment: Moment, words: Words) -> str:
        """What a command prints, with its exit code."""
        self._patch.setattr(context, "read_casebook", lambda: Casebook(store(), moment))
        self._patch.setattr(context, "open_if_unlocked", lambda: context.open_casebook())
        self._patch.setattr(context, "open_times", lambda: None)
        self._patch.setattr(context, "moment", lambda: moment)
        result = CliRunner().invoke(app, list(words))
        if result.exception and not isinstance(result.exception, SystemExit | FollowupError):
            raise AssertionError(f"{' '.join(words)} failed") from result.exception
        return f"{result.output}\nexit {result.exit_code}"


def _later(now: datetime) -> str:
    return f"{now:%Y-%m-%dT%H:%M:%S}+00:00"


def _without_instant(said: str) -> Any:
    """A report without the instant that it is as of; what was refused, as it stands."""
    head, _, code = said.rpartition("\nexit ")
    if code != "0":
        return code
    report = json.loads(head)
    report["data"].pop("known_at")
    return json.dumps(report, indent=1)


def _same(kept: str, replayed: str, words: Words) -> None:
    if kept != replayed:
        lines = difflib.unified_diff(replayed.splitlines(), kept.splitlines(), "replayed", "kept", lineterm="", n=2)
        raise AssertionError(f"followup {' '.join(words)}\n" + "\n".join(lines))
