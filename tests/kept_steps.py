"""Whatever may happen to a casebook on the disk between two commands, at random.

Entries of any kind, also late ones and ones dated ahead, entries taken back, newcomers, two cases that become one, the
office's settings, a clock that goes forward and back, copies of the home, what another laptop wrote; and to what is
kept: lost, cut off, changed by one bit, or put back as it was before, whole or in part.
"""

import os
import shutil
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from hypothesis import strategies as st

from followup.case.date_ranges import DateRange
from followup.case.facts import (
    Configured,
    DistrictClosed,
    DistrictOpened,
    HolidayDecreed,
    Identified,
    Merged,
    OfficeClosed,
    OnLeave,
    Placed,
    PolicyMade,
    TripDate,
    TripDates,
    TripsAccepted,
    Withdrawn,
)
from followup.case.home_words import Placement
from followup.casebook import Casebook, Moment
from followup.errors import FollowupError
from followup.services.calendar_changes import ExportRequest
from followup.services.calendars import export
from followup.store import OFFICE, NewFact
from followup.vault import access
from tests.case.any_facts import of_a_case
from tests.kept_views import PASSPHRASE, vault_at
from tests.random_casebooks import NOW, TODAY, WOMEN, Entries, open_case, write

REGISTERS = "registers"
Step = tuple[str, Any]

_far = st.integers(-900, 400).map(lambda days: TODAY + timedelta(days))
_near = st.integers(-60, 60).map(lambda days: TODAY + timedelta(days))
_spans = st.tuples(_near, st.integers(0, 90)).map(lambda one: DateRange(one[0], one[0] + timedelta(one[1])))
_initials = st.sampled_from(["SN", "KB", "XX"])
_women = st.integers(0, 5)
_plans = st.sampled_from(["p1", "p2"])
_provinces, _districts = st.sampled_from(["Kandal", "Takeo"]), st.sampled_from(["Bati", "S'ang"])
_hers = st.one_of(
    of_a_case,
    st.builds(Identified, name=st.sampled_from(["Sok Dara", "Chan Many", "ចាន់ សុភា"]), village=st.just("Prey Veng")),
    st.builds(TripDates, _plans, st.lists(st.builds(TripDate, st.integers(1, 36), _near), min_size=1).map(tuple)),
    st.builds(Placed, st.sampled_from(Placement), _provinces, _districts),
)
_policies = st.builds(
    PolicyMade,
    st.sampled_from(["two-visits", "monthly-36", "monthly-24"]),
    months=st.sampled_from([(1, 2), (1, 2, 3), (2, 5, 9), (1, 8, 20, 30)]),
    since=st.none() | _near,
)
_of_office = st.one_of(
    st.builds(OnLeave, _initials, _spans),
    st.builds(TripsAccepted, _plans, _initials, _near),
    st.builds(OfficeClosed, _spans),
    st.builds(DistrictClosed, _provinces, _districts, _spans),
    st.builds(DistrictOpened, _provinces, _districts, _spans),
    st.builds(HolidayDecreed, _near, st.booleans(), st.just("KH")),
    _policies,
    _policies,
    st.builds(Configured, rate=st.sampled_from([4_000, 4_100]), visit_goal=st.sampled_from([None, 80])),
    st.builds(Configured, country=st.sampled_from(["KH", "TH"])),
)
_moves = st.sampled_from([1, 2, 7, 20, 36, 60, 91, 200, 400, -1, -7, -30, -91, -400])
"""So many days the clock goes on, or back: within what a kept row holds for, and well beyond."""
_damage = st.sampled_from(["gone", "cut", "bit", "other"])
_entries = WOMEN.map(lambda women: women[0][1])
STEPS: st.SearchStrategy[list[Step]] = st.lists(
    st.one_of(
        st.tuples(st.just("write"), st.tuples(_women, _entries)),
        st.tuples(st.just("say"), st.tuples(_women, _far, _hers)),
        st.tuples(st.just("take_back"), st.tuples(_women, st.integers(0, 20))),
        st.tuples(st.just("enrol"), WOMEN.map(lambda women: women[0])),
        st.tuples(st.just("merge"), st.tuples(_women, _women)),
        *[st.tuples(st.just("change_office"), st.tuples(_near, _of_office))] * 2,
        *[st.tuples(st.just("move_clock"), _moves)] * 3,
        st.tuples(st.just("hand_out"), st.sampled_from(["", "", "Tea", "Wash day {code}"])),
        st.tuples(st.just("copy_home"), st.booleans()),
        st.tuples(st.just("write_elsewhere"), st.tuples(_women, _entries)),
        st.tuples(st.just("remember_kept"), st.none()),
        st.tuples(st.just("put_kept_back"), st.tuples(st.integers(0, 3), st.booleans())),
        st.tuples(st.just("spoil_kept"), st.tuples(st.integers(0, 400), _damage)),
        st.tuples(st.just("lose_kept"), st.none()),
    ),
    min_size=2,
    max_size=7,
)


class Desk:
    """A casebook in a folder, and the clock beside it."""

    def __init__(self, folder: Path, women: Sequence[Any], chance: Random) -> None:
        self.folder = folder
        self.home = folder / "home"
        self.chance = chance
        self.moment = Moment(TODAY, NOW)
        self._copies = 0
        self._remembered: list[Path] = []
        self.ids: list[str] = []
        vault = access.create(self.home, PASSPHRASE)
        own = [PolicyMade("two-visits", months=(1, 2)), PolicyMade("without-end", visits=None)]
        settings = [Configured(worker="SN"), *own]
        vault.append(OFFICE, [NewFact(date(2020, 1, 1), body) for body in settings], by="SN", now=NOW)
        for opening, entries, _ in women:
            self.enrol((opening, entries, ()))
        self.settle()

    def take(self, step: Step) -> None:
        """Whatever happens next; a minute passes."""
        name, what = step
        self.moment = Moment(self.moment.today, self.moment.now + timedelta(minutes=1))
        happen: Callable[[Any], None] = getattr(self, name)
        happen(what)
        if self.chance.random() < 0.8:
            self.settle()

    def settle(self) -> None:
        """Time passes: no file is as young as a look at the folder any more; those that were old stay as they are."""
        minute = 60_000_000_000
        for path in (self.home / "cases").iterdir():
            written = path.stat().st_mtime_ns
            if written > time.time_ns() - minute // 2:
                os.utime(path, ns=(written - minute, written - minute))

    def _her(self, number: int) -> str:
        return self.ids[number % len(self.ids)]

    def enrol(self, woman: tuple[tuple[int, str, str], Entries, Entries]) -> None:
        """Somebody new."""
        vault = vault_at(self.home)
        self.ids.append(open_case(vault, len(self.ids), woman[0]))
        write(vault, self.ids[-1], woman[1])

    def write(self, said: tuple[int, Entries]) -> None:
        """Entries that answer one another."""
        write(vault_at(self.home), self._her(said[0]), said[1])

    def say(self, said: tuple[int, date, Any]) -> None:
        """Any entry."""
        self._append(self._her(said[0]), NewFact(said[1], said[2]))

    def _append(self, journal: str, new: NewFact) -> None:
        vault_at(self.home).append(journal, [new], by="SN", now=self.moment.now)

    def take_back(self, which: tuple[int, int]) -> None:
        """An entry of hers, but for the one that opened her case."""
        facts = vault_at(self.home).facts(self._her(which[0]))[1:]
        if facts:
            withdrawn = Withdrawn(facts[which[1] % len(facts)].id, "A slip.")
            self._append(self._her(which[0]), NewFact(self.moment.today, withdrawn))

    def merge(self, two: tuple[int, int]) -> None:
        """One is the same person as another."""
        one, into = map(self._her, two)
        if one != into:
            self._append(one, NewFact(self.moment.today, Merged(into, f"SR-{self.ids.index(into)}")))

    def change_office(self, said: tuple[date, Any]) -> None:
        """A setting, leave, closed days, a holiday, a policy of its own."""
        self._append(OFFICE, NewFact(*said))

    def move_clock(self, days: int) -> None:
        """Another day."""
        today = self.moment.today + timedelta(days)
        later = max(self.moment.now, datetime.combine(today, NOW.timetz()))
        self.moment = Moment(today, later)

    def hand_out(self, cover: str) -> None:
        """Everybody's calendar goes to a phone."""
        book = Casebook(vault_at(self.home), self.moment)
        with suppress(FollowupError):
            export(book, ExportRequest(weeks=None, cover=cover), self.folder / "calendar")

    def copy_home(self, times: bool) -> None:
        """Work goes on in a copy, with the times of the files or with new ones."""
        self._copies += 1
        target = self.folder / f"copy {self._copies}"
        shutil.copytree(self.home, target, copy_function=shutil.copy2 if times else shutil.copyfile)
        self.home = target

    def write_elsewhere(self, said: tuple[int, Entries]) -> None:
        """Another laptop writes in a copy, which is then brought together with this one."""
        self._copies += 1
        other = self.folder / f"other {self._copies}"
        shutil.copytree(self.home, other)
        write(vault_at(other), self._her(said[0]), said[1])
        vault_at(self.home).merge(str(other))

    # --- what is kept ---------------------------------------------------------------------------------------------

    def _kept(self) -> list[Path]:
        """The files that are derived."""
        return sorted(path for path in (self.home / REGISTERS).rglob("*") if path.is_file())

    def remember_kept(self, _: None) -> None:
        """Put all that is derived aside."""
        aside = self.folder / f"kept {len(self._remembered)}"
        if (self.home / REGISTERS).exists():
            shutil.copytree(self.home / REGISTERS, aside)
            self._remembered.append(aside)

    def put_kept_back(self, which: tuple[int, bool]) -> None:
        """What is derived is what it was some time ago: all of it, or every second file."""
        if self._remembered:
            aside = self._remembered[which[0] % len(self._remembered)]
            for number, path in enumerate(sorted(path for path in aside.rglob("*") if path.is_file())):
                if which[1] or number % 2:
                    target = self.home / REGISTERS / path.relative_to(aside)
                    target.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copy2(path, target)

    def spoil_kept(self, how: tuple[int, str]) -> None:
        """One file is gone, cut off, changed by a bit, or has what another one held."""
        if kept := self._kept():
            path, other = kept[how[0] % len(kept)], kept[how[0] // 2 % len(kept)]
            content = path.read_bytes()
            if how[1] == "gone":
                path.unlink()
            elif how[1] == "cut":
                path.write_bytes(content[: len(content) // 2])
            elif how[1] == "bit" and content:
                at = how[0] * 7 % len(content)
                path.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
            else:
                path.write_bytes(other.read_bytes())

    def lose_kept(self, _: None) -> None:
        """All that is derived is gone."""
        shutil.rmtree(self.home / REGISTERS, ignore_errors=True)
