"""Which trials are run: a quick selection, or everything."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.faults import clocks, copies, damage, disk, full, parsers, power, together
from tests.faults.casebooks import Clean, Trials
from tests.faults.table import Tally


@dataclass(frozen=True)
class Amount:
    """How much of each trial is done: ``every`` n-th call, bit or length, and so many times where there is no end."""

    everything: bool
    every: int
    bits: int
    times: int
    writers: int
    entries: int
    room: range


QUICK = Amount(everything=False, every=101, bits=499, times=2, writers=3, entries=4, room=range(4, 5))
ALL = Amount(everything=True, every=1, bits=1, times=500, writers=8, entries=50, room=range(24))


def sampled(every: int) -> Amount:
    """Everything, but of file calls, bits and lengths only one of ``every``, and as many fewer times."""
    times = max(500 // every, 6)
    return Amount(everything=True, every=every, bits=every, times=times, writers=8, entries=50, room=range(0, 24, 6))


def _of_the_disk(trials: Trials, cleans: list[Clean], amount: Amount) -> Iterator[Tally]:
    yield disk.killed_at_each_call(trials, cleans, amount.every)
    yield disk.killed_at_random(trials, cleans, amount.times)
    yield disk.an_error_at_each_call(trials, cleans, amount.every)
    yield disk.the_folder_is_not_flushed(trials, cleans)
    yield disk.few_handles_and_small_files(trials, cleans, range(6, 30, 2 if amount.everything else 12))
    yield full.full_disks(trials, cleans, amount.room)
    yield full.read_only_disks(trials, cleans)
    yield from _of_the_power(trials, [one for one in cleans if one.entries], min(amount.times, 200))


def _of_the_power(trials: Trials, writing: list[Clean], times: int) -> Iterator[Tally]:
    yield power.power_cuts(trials, writing, times)
    yield power.power_cuts_while_writing(trials, writing, times)
    yield from power.controls(trials, writing[:3], min(times, 30))


def _of_many(trials: Trials, _: list[Clean], amount: Amount) -> Iterator[Tally]:
    many = (amount.writers, amount.entries)
    yield together.written_at_once(trials, "many writers with readers", *many)
    yield together.lock_removed(trials, *many)
    yield together.memory_removed(trials, *many)
    yield together.copied_while_writing(trials, *many)
    yield together.two_begin(trials, min(amount.times, 30))
    yield together.begun_again(trials, min(amount.every, 15))
    yield together.four_unlock(trials, min(amount.times, 10))


def _of_damage(trials: Trials, _: list[Clean], amount: Amount) -> Iterator[Tally]:
    yield from damage.bits_and_lengths(trials, every=amount.bits)
    yield damage.spoilt_files(trials, amount.times)
    yield damage.the_office_is_damaged(trials)
    yield damage.folders_gone(trials)
    yield clocks.wrong_clocks(trials, clocks.CLOCKS if amount.everything else clocks.CLOCKS[::3])
    yield copies.copies(trials.work)
    yield parsers.files(trials, amount.times * 10)
    yield parsers.argument_lists(trials, amount.times * 15)


KINDS: dict[str, Callable[[Trials, list[Clean], Amount], Iterator[Tally]]] = {
    "disk": _of_the_disk,
    "many": _of_many,
    "damage": _of_damage,
}
"""The three kinds of trials."""
