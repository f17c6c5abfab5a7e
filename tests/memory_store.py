"""The store in memory, for tests of everything above the vault. It meets the same contract (test_store_contract.py)."""

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from threading import RLock

from msgspec.json import decode, encode

from followup.case.erasure import without_erased
from followup.case.facts import Fact
from followup.errors import Damaged, FollowupError, Invalid
from followup.store import (
    Along,
    Json,
    NewFact,
    OverviewKind,
    Register,
    RegisterKind,
    RegisterRow,
    is_access_journal,
    is_case,
)


class MemoryStore:
    """Journals in a dictionary. ``receive`` and ``damage`` stand for what other laptops and bad disks do."""

    def __init__(self, device: str = "00000000000000aa", backed_up: date | None = None) -> None:
        self._device = device
        self._journals: dict[str, list[Fact]] = {}
        self._kept: dict[tuple[str, str], tuple[str, tuple[Fact, ...], RegisterRow]] = {}
        self._damaged: dict[str, FollowupError] = {}
        self._drafts: dict[str, str] = {}
        self._lock = RLock()
        self.recovery: list[str] = []
        self.backed_up = backed_up

    @property
    def device(self) -> str:
        return self._device

    @property
    def devices(self) -> Sequence[str]:
        return (self._device,)

    def gaps(self) -> Sequence[FollowupError]:
        return ()

    def case_ids(self) -> Sequence[str]:
        return sorted(filter(is_case, self._journals))

    def access_journals(self) -> Sequence[str]:
        return sorted(filter(is_access_journal, self._journals))

    def facts(self, case_id: str) -> tuple[Fact, ...]:
        if case_id in self._damaged:
            raise self._damaged[case_id]
        return tuple(sorted(without_erased(self._journals.get(case_id, ())), key=lambda fact: fact.order))

    def readable_facts(self, case_id: str) -> tuple[Fact, ...]:
        return () if case_id in self._damaged else self.facts(case_id)

    def append(self, case_id: str, new_facts: Sequence[NewFact], *, by: str, now: datetime) -> tuple[Fact, ...]:
        if not new_facts:
            return ()
        if now.tzinfo is None:
            raise Invalid("A stamp must be in UTC.")
        with self._lock:
            journal = self._journals.get(case_id, [])
            at = now.astimezone(UTC)
            latest = max((fact.at for fact in journal), default=at)
            if latest > at:
                at = latest + timedelta(microseconds=1)
            first = 1 + max((fact.seq for fact in journal if fact.device == self._device), default=0)
            facts = tuple(
                Fact(draft.id or os.urandom(8).hex(), at, draft.on, self._device, seq, by, draft.body)
                for seq, draft in enumerate(new_facts, first)
            )
            self._journals[case_id] = [*journal, *facts]
        return facts

    @contextmanager
    def exclusive(self, patience: float = 30) -> Iterator[None]:
        with self._lock:
            yield

    def erase(self, case_id: str) -> None:
        with self._lock:
            self._journals[case_id] = list(without_erased(self._journals.get(case_id, ())))
            for name in [name for name in self._drafts if case_id in name]:
                self.drop_draft(name)

    def register(self, kind: RegisterKind, along: Along = tuple) -> Register:
        rows: dict[str, RegisterRow] = {}
        problems: dict[str, FollowupError] = {}
        for case_id in self.case_ids():
            try:
                rows[case_id] = self._row(case_id, kind)
            except FollowupError as problem:
                problems[case_id] = problem
                if (kind.name, case_id) in self._kept:
                    rows[case_id] = self._kept[kind.name, case_id][2]
        return Register(rows, problems)

    def _row(self, case_id: str, kind: RegisterKind) -> RegisterRow:
        facts = self.facts(case_id)
        kept = self._kept.get((kind.name, case_id))
        if kept is None or kept[:2] != (kind.fingerprint, facts) or (kind.serves and not kind.serves(kept[2])):
            kept = kind.fingerprint, facts, decode(encode(kind.build(case_id, facts)))
            self._kept[kind.name, case_id] = kept
        return kept[2]

    def overview(self, kind: OverviewKind, *, as_left: bool = False) -> Json:
        return None if as_left else decode(encode(kind.make()[0]))

    def add_recovery(self, recipient: str) -> None:
        self.recovery.append(recipient)

    def last_backup(self) -> date | None:
        return self.backed_up

    def keep_draft(self, name: str, content: Json) -> None:
        self._drafts[name] = json.dumps(content)

    def draft(self, name: str) -> Json | None:
        return json.loads(self._drafts[name]) if name in self._drafts else None

    def draft_names(self) -> Sequence[str]:
        return sorted(self._drafts)

    def drop_draft(self, name: str) -> None:
        self._drafts.pop(name, None)

    def receive(self, case_id: str, facts: Iterable[Fact]) -> None:
        """Facts that another laptop wrote arrive; those that are here already are not doubled."""
        known = {fact.id for fact in self._journals.setdefault(case_id, [])}
        self._journals[case_id] += [fact for fact in facts if fact.id not in known]

    def damage(self, case_id: str) -> None:
        """From now on this case cannot be read."""
        self._damaged[case_id] = Damaged(f"{case_id}.case was changed.")
