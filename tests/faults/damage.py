"""Every bit and every length of every kind of file, and whole files that are damaged or gone."""

import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from followup.errors import Damaged, FollowupError
from followup.vault import access, backup_file, keys, rekey
from followup.vault.envelope import DataKey, Kind, open_sealed
from followup.vault.journal_format import case_and_device
from tests.faults.casebooks import NAMES, PASSPHRASE, Trials
from tests.faults.table import Tally

SMALL = 2048
"""Bytes up to which every bit of a file is tried, even where only a selection is."""


class Readable(NamedTuple):
    """A file, and how it is read: to something that can be compared."""

    name: str
    content: bytes
    read: Callable[[bytes], object]


def one_of_each_kind(trials: Trials) -> Iterator[Readable]:
    """One file of each kind that the casebook of the trials holds."""
    trials.put_back()
    trials.must("backup make {files}/backups")
    vault = access.load_vault(trials.home, ask=None, environ={"FOLLOWUP_PASSPHRASE": PASSPHRASE})
    vault.keep_draft("visit", {"answers": {"note": "Half an answer."}})
    header = keys.read(str(trials.home))
    data = keys.open_keyring(header, PASSPHRASE).data
    yield Readable("vault.json", (trials.home / "vault.json").read_bytes(), _read_keys)
    journal = min((trials.home / "cases").iterdir())
    yield _sealed(journal, data, Kind.JOURNAL, case_and_device(journal.name) or ())
    for folder in rekey.SEALED:
        found = sorted(trials.home.joinpath(folder.name).glob(folder.only or "*.*"))
        if found:
            yield _sealed(found[0], data, folder.kind, folder.names(found[0].name))
    (record,) = trials.state.glob("*.laptop")
    yield _sealed(record, data, Kind.INSTALLATION, (record.stem,))
    (backup,) = (trials.files / "backups").iterdir()
    yield Readable(backup.name, backup.read_bytes(), lambda blob: backup_file.open_backup(blob, data, backup.name))


def _sealed(path: Path, data: DataKey, kind: Kind, names: tuple[str, ...]) -> Readable:
    return Readable(path.name, path.read_bytes(), lambda blob: open_sealed(blob, data, kind, names, path.name).content)


def _read_keys(blob: bytes) -> object:
    ring = keys.open_keyring(keys.parse(blob), PASSPHRASE)
    return ring.vault, ring.data.key, ring.data.generation, ring.slots, ring.listed


def bits_and_lengths(trials: Trials, *, every: int) -> Iterator[Tally]:
    """Each bit turned, each length cut, and something added: refused by name, or the same is read as before."""
    for file in one_of_each_kind(trials):
        step = 1 if len(file.content) <= SMALL else every
        tally = Tally(f"bits and lengths: {_kind(file.name)}")
        right = file.read(file.content)
        for changed in _changed(file.content, step):
            _read_one(file, changed, right, tally)
        yield tally


def _kind(name: str) -> str:
    return name if name in ("vault.json", "journals.list", "backups") else "*" + Path(name).suffix


def _changed(content: bytes, step: int) -> Iterator[bytes]:
    for bit in range(0, 8 * len(content), step):
        place, turned = bit // 8, bytearray(content)
        turned[place] ^= 1 << bit % 8
        yield bytes(turned)
    yield from (content[:length] for length in range(0, len(content), step))
    yield from (content + bytes(more) for more in (1, 7, 1024))


def _read_one(file: Readable, changed: bytes, right: object, tally: Tally) -> None:
    tally.trials += 1
    try:
        if file.read(changed) != right:
            tally.lost += 1
            tally.note(f"{file.name}: something else is read, without a word")
    except FollowupError as problem:
        if not _names_the_file(file, problem):
            tally.wrong += 1
            tally.note(f"{file.name}: {problem.what}")
    except Exception as error:
        tally.wrong += 1
        tally.note(f"{file.name}: {type(error).__name__}")


def _names_the_file(file: Readable, problem: FollowupError) -> bool:
    return isinstance(problem, Damaged) and file.name in problem.what and bool(problem.hint)


def spoilt_files(trials: Trials, times: int) -> Tally:
    """Any file of the casebook cut, turned, emptied or taken away: every command answers with a sentence, and no name.

    What can be read is shown. The other cases stay usable.
    """
    tally, chance = Tally("a file spoilt, then commands"), random.Random(7)
    for _ in range(times):
        trials.put_back()
        places = [path for path in sorted(trials.home.rglob("*")) if path.is_file() and path.name != "lock"]
        path = chance.choice(places)
        how = _spoil(path, chance)
        for line in ("today", "check", "log OUT-1", "flag raise FLG-1 --kind health --severity watch --note Tired."):
            _answered(trials, line, f"{path.parent.name}/{path.name} {how}", tally)
    return tally


def _spoil(path: Path, chance: random.Random) -> str:
    content = path.read_bytes()
    how = chance.choice(("cut", "turned", "emptied", "gone"))
    if how == "gone":
        path.unlink()
    elif how == "turned":
        place = chance.randrange(len(content))
        path.write_bytes(content[:place] + bytes([content[place] ^ 16]) + content[place + 1 :])
    else:
        path.write_bytes(content[: chance.randrange(len(content)) if how == "cut" else 0])
    return how


def _answered(trials: Trials, line: str, where: str, tally: Tally) -> None:
    result = trials.run(line)
    tally.trials += 1
    told = result.out + result.err
    if result.code not in (0, 1, 2, 3, 4, 5) or "Traceback" in told or (result.code and not result.err.strip()):
        tally.wrong += 1
        tally.note(f"{line} after {where}: {result.code} {told[-300:]}")
    elif any(name in told for name in NAMES):
        tally.wrong += 1
        tally.note(f"{line} after {where}: a name is told")


def the_office_is_damaged(trials: Trials) -> Tally:
    """The office's own journal cannot be read: everything goes on with safe settings, and says so."""
    tally = Tally("the office's journal damaged")
    for how in ("cut", "gone"):
        trials.put_back()
        before = trials.find()
        (office,) = (trials.home / "cases").glob("office.*")
        office.write_bytes(office.read_bytes()[:700]) if how == "cut" else office.unlink()
        for line in ("today", "graduate list", "log OUT-1"):
            result = trials.run(line)
            tally.trials += 1
            if result.code != 4 or "OUT-1" not in result.out:
                tally.wrong += 1
                tally.note(f"office {how}, {line}: {result.code} {result.err[-300:]}")
        written = trials.run("visit record OUT-1 --contact home-visit")
        tally.acknowledged += written.code == 0
        tally.lost += max(0, int(written.code == 0) - sum(one not in before.entries for one in trials.find().entries))
    return tally


def folders_gone(trials: Trials) -> Tally:
    """Whole folders, and the files beside them, taken away: what is missing is told, and nothing is given up."""
    tally = Tally("a folder, or a file beside the cases, taken away")
    for name in ("cases", "revisions", "registers", "spare", "drafts", "lock", "device.json", "journals.list"):
        trials.put_back()
        before = trials.find()
        _take_away(trials.home / name)
        checked, today = trials.run("check"), trials.run("today")
        trials.run("merge")
        found = trials.find()
        tally.trials += 1
        told = 4 in (checked.code, today.code) or found.entries >= before.entries
        if "Traceback" in checked.err + today.err or not told:
            tally.wrong += 1
            tally.note(f"{name}: {checked.code} {checked.err[-300:]} {today.code} {today.err[-300:]}")
        if name != "cases":
            tally.lost += len(before.entries - found.entries)
    return tally


def _take_away(path: Path) -> None:
    shutil.rmtree(path) if path.is_dir() else path.unlink()
