"""The workers of the office: a list that begins with whoever uses a laptop and those added, and who is called what now.

Initials are the same in capitals and small letters. A worker who was renamed is one worker under her new name; one who
left follows nobody.
"""

from datetime import date
from typing import TYPE_CHECKING

from followup.case.fields import revealed
from followup.values import Value, replace

if TYPE_CHECKING:  # every command reads the office, few of them a case or a fact about a worker
    from followup.case.case import Case
    from followup.case.facts import WorkerAdded, WorkerLeft, WorkerRenamed
    from followup.case.parts import Flag, Promise

NOBODY = "nobody"
"""The word for: followed by no worker."""


def is_same_worker(one: str, other: str) -> bool:
    """Whether two spellings are the same worker's."""
    return one.strip().casefold() == other.strip().casefold()


def is_followed_by(follower: str, wanted: str) -> bool:
    """Whether a graduate of ``follower`` (empty: nobody) is one of those asked for, `NOBODY` for those of no worker."""
    return not wanted or is_same_worker(follower or NOBODY, wanted)


class Staff(Value):
    """Who works here (``on_list``), who left on which day, and every change of name, (before, after), in order."""

    on_list: tuple[str, ...] = ()
    departures: tuple[tuple[str, date], ...] = ()
    renames: tuple[tuple[str, str], ...] = ()

    @property
    def left(self) -> tuple[str, ...]:
        """Who does not work here any more."""
        return tuple(name for name, _ in self.departures)

    def after(self, body: "WorkerAdded | WorkerRenamed | WorkerLeft", on: date) -> "Staff":
        """The list after a fact about a worker, true from a day on."""
        from followup.case.facts import WorkerLeft, WorkerRenamed

        if isinstance(body, WorkerRenamed):
            return self._renamed(body.worker, body.now)
        return self._without(body.worker, on) if isinstance(body, WorkerLeft) else self.with_worker(body.worker)

    def with_worker(self, name: str) -> "Staff":
        """The list with somebody who works here, once."""
        known = self.called_now(name)
        here = self.on_list if known in self.on_list else (*self.on_list, known)
        return replace(self, on_list=here, departures=self._other_departures(known))

    def _without(self, name: str, on: date) -> "Staff":
        known = self.called_now(name)
        here = tuple(one for one in self.on_list if not is_same_worker(one, known))
        return replace(self, on_list=here, departures=(*self._other_departures(known), (known, on)))

    def _other_departures(self, name: str) -> tuple[tuple[str, date], ...]:
        return tuple(one for one in self.departures if not is_same_worker(one[0], name))

    def _renamed(self, before: str, after: str) -> "Staff":
        known = self.called_now(before)
        return Staff(
            tuple(after if name == known else name for name in self.on_list),
            tuple((after if name == known else name, on) for name, on in self.departures),
            (*self.renames, (known, after)),
        )

    def called_now(self, name: str) -> str:
        """The name of today of whoever was called ``name``, spelled as on the list."""
        for before, after in self.renames:
            name = after if is_same_worker(name, before) else name
        return next((known for known in (*self.on_list, *self.left) if is_same_worker(known, name)), name.strip())

    def only(self, worker: str) -> "Staff":
        """What of it concerns a worker under whatever name she had, and nobody else."""
        known = self.called_now(worker)
        left = tuple(one for one in self.departures if one[0] == known)
        return Staff((known,) if known in self.on_list else (), left, () if worker == known else ((worker, known),))

    def has_left(self, name: str) -> bool:
        """Whether a worker, as she is called now, does not work here any more."""
        return name in self.left

    def of_today(self, case: "Case") -> "Case":
        """Her case with every worker as she is called now; one who left by its day follows her no more.

        Once follow-up has ended, whoever followed her last still stands there.
        """
        worker = self.called_now(case.worker)
        gone = case.end is None and any(name == worker and on <= case.as_of for name, on in self.departures)
        today = (
            "" if gone else worker,
            tuple(map(self._flag_of_today, case.flags)),
            tuple(map(self._promise_of_today, case.promises)),
        )
        if today == (case.worker, case.flags, case.promises):
            return case
        return replace(case, worker=today[0], flags=today[1], promises=today[2])

    def _flag_of_today(self, flag: "Flag") -> "Flag":
        owner = self.called_now(flag.owner)
        return flag if owner == flag.owner else replace(flag, owner=owner)

    def _promise_of_today(self, promise: "Promise") -> "Promise":
        said = promise.said
        by_whom = self.called_now(revealed(said.by_whom))
        return promise if by_whom == said.by_whom else replace(promise, said=replace(said, by_whom=by_whom))
