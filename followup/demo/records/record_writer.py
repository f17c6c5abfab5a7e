"""What is written down of one invented graduate: entries, the flags and promises still open, attempts in a row."""

from collections.abc import Mapping, Sequence
from datetime import date
from random import Random
from typing import Any

from followup.case.facts import (
    Attempted,
    Body,
    Ended,
    FlagCleared,
    Flagged,
    FlagReviewed,
    Promised,
    PromiseSettled,
    Visited,
)
from followup.case.outcome_words import OutcomeClass
from followup.case.parts import Attempt
from followup.case.visit_words import AttemptReason
from followup.case.vocabulary import RiskKind, Severity
from followup.demo.records.generated_case import LinkedEntry
from followup.demo.world.troubles import Trouble
from followup.services.flags import REVIEW_AFTER
from followup.services.visit_facts import ATTEMPTS_BEFORE_FLAG, unreached_flag
from followup.store import NewFact
from followup.values import MutableValue, Value

_LOOKED_AT_EARLY = 0.55
"""How often a flag is looked at before it has to be."""


class Staff(Value):
    """Initials of those who go: her worker, whoever decides with the worker, and those who go along."""

    worker: str
    supervisor: str
    others: tuple[str, ...]

    @property
    def deciding(self) -> str:
        """Who decides on outcomes and milestones: her worker together with the supervisor."""
        return f"{self.worker}, {self.supervisor}"


class _OpenFlag(MutableValue):
    """A flag that was raised and not cleared: the number of its entry, when it is looked at again, when it is over."""

    of: int
    flagged: Flagged
    review_on: date
    until: date | None


class RecordWriter:
    """Writes down what visits saw. ``found`` are words for a flag that was looked at and is no better."""

    def __init__(self, words: Mapping[str, Any], found: Sequence[str], staff: Staff) -> None:
        self.words = words
        self.staff = staff
        self.since: list[NewFact] = []
        self.answers: list[LinkedEntry] = []
        self.ended: date | None = None
        self._found = found
        self._seen: set[Trouble] = set()
        self._flags: list[_OpenFlag] = []
        self._promises: list[tuple[int, Promised]] = []
        self._tries: list[Attempt] = []

    @property
    def gravest(self) -> Severity | None:
        """The gravest of the flags that are open."""
        return max((flag.flagged.severity for flag in self._flags), key=lambda one: one.rank, default=None)

    def write(self, on: date, body: Body) -> int:
        """Write an entry down; its number among all."""
        self.since.append(NewFact(on, body))
        return len(self.since) - 1

    def visited(self, on: date, body: Visited) -> None:
        """She was met or heard from."""
        self.write(on, body)
        self._tries.clear()

    def attempted(self, on: date, reason: AttemptReason, rng: Random) -> None:
        """A try that failed; the third in a row is a flag that the supervisor owns."""
        note = rng.choice(self.words["attempts"][reason]) if rng.random() < 0.75 else ""
        attempted = Attempted(reason, reason is not AttemptReason.NOT_SAFE, note)
        self.write(on, attempted)
        self._tries.append(Attempt("", on, len(self._tries) + 1, attempted))
        known = any(flag.flagged.risk is RiskKind.COULD_NOT_BE_REACHED for flag in self._flags)
        if len(self._tries) >= ATTEMPTS_BEFORE_FLAG and not known:
            self._raise(on, unreached_flag(self._tries, self.staff.supervisor))

    def flags(self, on: date, troubles: Sequence[Trouble], rng: Random) -> list[Trouble]:
        """Review the open flags, and raise what is new; those raised now."""
        for flag in tuple(self._flags):
            self._review(flag, on, rng)
        new = [one for one in troubles if one.holds(on) and one not in self._seen]
        for one in new:
            self._raise_seen(on, one)
        return new

    def raise_reported_flags(self, today: date, troubles: Sequence[Trouble]) -> None:
        """What has come up since the last visit, and the office has heard of."""
        for one in troubles if not self.ended else ():
            if one.until is None and one.start <= today and one not in self._seen:
                self._raise_seen(one.start, one)

    def _raise_seen(self, on: date, seen: Trouble) -> None:
        self._seen.add(seen)
        review_on = on + REVIEW_AFTER[seen.severity]
        self._raise(on, Flagged(seen.risk, seen.severity, seen.note, self.staff.worker, review_on), seen.until)

    def _raise(self, on: date, flagged: Flagged, until: date | None = None) -> None:
        self._flags.append(_OpenFlag(self.write(on, flagged), flagged, flagged.review_on, until))

    def _review(self, flag: _OpenFlag, on: date, rng: Random) -> None:
        early = rng.random() < _LOOKED_AT_EARLY
        if flag.flagged.risk is RiskKind.COULD_NOT_BE_REACHED or (flag.until and flag.until <= on):
            self._clear(flag, on)
        elif on >= flag.review_on or early:
            flag.review_on = on + REVIEW_AFTER[flag.flagged.severity]
            reviewed = FlagReviewed("-", flag.flagged.severity, rng.choice(self._found), flag.review_on)
            self._answer(flag.of, on, reviewed)

    def _clear(self, flag: _OpenFlag, on: date) -> None:
        self._flags.remove(flag)
        self._answer(flag.of, on, FlagCleared("-", self.words["sorted"][flag.flagged.risk]))

    def promise(self, on: date, body: Promised) -> None:
        """Something was promised to her."""
        self._promises.append((self.write(on, body), body))

    def settle(self, on: date, rng: Random) -> None:
        """What became of what was promised: most is kept by its day, some later, some not at all."""
        for of, body in tuple(self._promises):
            if body.ending or rng.random() > (0.8 if body.due <= on else 0.3):
                continue
            kept = rng.random() < 0.88
            note = rng.choice(self.words["kept" if kept else "broken"])
            self._settled(of, body, on, PromiseSettled("-", kept, note))

    def _settled(self, of: int, body: Promised, on: date, settled: PromiseSettled) -> None:
        self._promises.remove((of, body))
        self._answer(of, on, settled)

    def end(self, on: date, body: Ended) -> None:
        """Follow-up ends; after a success flags are cleared, and the promise to announce the end was kept."""
        self.write(on, body)
        self.ended = on
        for flag in tuple(self._flags) if body.ending.result is OutcomeClass.SUCCESS else ():
            self._clear(flag, on)
        for of, promise in tuple(self._promises):
            if promise.ending:
                self._settled(of, promise, on, PromiseSettled("-", kept=True, note=self.words["ended"]))

    def _answer(self, of: int, on: date, body: FlagReviewed | FlagCleared | PromiseSettled) -> None:
        self.answers.append(LinkedEntry(of, on, body))
