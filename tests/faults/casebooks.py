"""The casebook of the trials: invented graduates, the commands that are tried on it, and what is found afterwards."""

import json
import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from tests.builders import a_flag, a_graduate, a_plan
from tests.faults.processes import Processes, Result

Json = dict[str, Any]

PASSPHRASE, NEW_PASSPHRASE = "tide pencil maple otter lamp", "gravel onion window saddle river"
TODAY = "2026-11-21"
NAMES = ("Sreymom", "Chanthou", "Meas Bopha", "Sok Thida")
"""Of the invented graduates; nothing may hold one of them, or a passphrase."""


class Command(NamedTuple):
    """A command that is tried: what is typed.

    ``row_by_row``: it may have saved some of its rows. ``known_again``: given twice, it is not written twice.
    """

    name: str
    line: str
    row_by_row: bool = False
    known_again: bool = True


COMMANDS = (
    Command("graduate add", "graduate add --from {files}/new.json"),
    Command("graduate add, many", "graduate add --from {files}/many.json", row_by_row=True),
    Command("visit record", "visit record VIS-1 --contact home-visit", known_again=False),
    Command("visit record, many", "visit record --from {files}/visits.json", row_by_row=True),
    Command("flag raise", "flag raise VIS-1 --kind violence --severity danger --note Blows.", known_again=False),
    Command("flag clear", "flag clear FLG-1 1 --how Paid."),
    Command("plan check", "plan check PLN-1 --raise", row_by_row=True),
    Command("withdraw", "withdraw FLG-1 4 --reason Wrong. --yes"),
    Command("schedule move", "schedule move VIS-1 12 2027-02-04 --why Harvest."),
    Command("hand-over", "graduate hand-over VIS-1 --to KB --yes"),
    Command("outcome record", "outcome record OUT-1 --how moved-away"),
    Command("office set", "office set --currency USD", known_again=False),
    Command("calendar export", "calendar export --out {files}/calendar", row_by_row=True),
    Command("report publish", "report quarter 2026Q3 --publish --yes"),
    Command("backup", "backup make {files}/backups"),
    Command("merge", "merge {files}/stick"),
    Command("restore", "restore {files}/earlier.backup --yes"),
    Command("passphrase change", "passphrase change"),
    Command("rekey", "rekey --yes"),
)
QUICK = ("graduate add", "visit record", "visit record, many", "calendar export", "rekey")


class Found(NamedTuple):
    """What a fresh process finds: the entries, as journal, kind and id, and the sentences on what is wrong."""

    entries: frozenset[tuple[str, str, str]]
    problems: tuple[str, ...]
    passphrase: str = PASSPHRASE

    def more_than(self, before: "Found") -> int:
        """How many entries are there that were not before; who looked is written each time, and counts for none."""
        return sum(kind != "Accessed" for _, kind, _ in self.entries - before.entries)


class Trials:
    """A folder with a casebook that is put back before each trial; it always lies in the same place."""

    def __init__(self, work: Path, processes: Processes) -> None:
        self.work, self.processes = work, processes
        self.home, self.state, self.files = work / "t" / "casebook", work / "t" / "state", work / "t" / "files"
        self.template = work / "template"

    @property
    def roots(self) -> list[str]:
        """The folders in which file calls are counted."""
        return [str(self.work / "t")]

    def environment(self, **more: str) -> dict[str, str]:
        """The variables of a command; nothing else of the developer's is in them."""
        (self.work / "run").mkdir(mode=0o700, exist_ok=True)
        return {
            "PATH": os.environ.get("PATH", ""),
            "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
            "PYTHONUTF8": "1",
            "HOME": str(self.work),
            "FOLLOWUP_HOME": str(self.home),
            "FOLLOWUP_STATE": str(self.state),
            "FOLLOWUP_TODAY": TODAY,
            "FOLLOWUP_PASSPHRASE": PASSPHRASE,
            "FOLLOWUP_NEW_PASSPHRASE": NEW_PASSPHRASE,
            "XDG_RUNTIME_DIR": str(self.work / "run"),
        } | more

    def asked(self, line: str | Sequence[str], fault: Json | None = None, **more: Any) -> Json:
        """A command as the processes take it; ``variables`` are added to the environment."""
        words = line.format(files=self.files).split() if isinstance(line, str) else list(line)
        variables: Mapping[str, str] = more.pop("variables", {})
        return {
            "line": words,
            "environment": self.environment(**variables),
            "folder": str(self.work),
            "roots": self.roots,
            "fault": fault or {},
        } | more

    def run(self, line: str | Sequence[str], fault: Json | None = None, **more: Any) -> Result:
        """Run one command."""
        return self.processes.run(self.asked(line, fault, **more))

    def must(self, line: str) -> Result:
        """Run a command that has to succeed."""
        result = self.run(line)
        assert result.code == 0, (line, result)
        return result

    def find(self, **more: Any) -> Found:
        """What a fresh process finds, whichever of the passphrases opens."""
        for passphrase in (PASSPHRASE, NEW_PASSPHRASE):
            result = self.run("", read_back=True, variables={"FOLLOWUP_PASSPHRASE": passphrase}, **more)
            if "The passphrase is wrong" not in result.out:
                break
        if not result.out:
            return Found(frozenset(), (result.err or f"ended with {result.code}",))
        told = json.loads(result.out)
        entries = ((journal, *entry) for journal, several in told["entries"].items() for entry in several)
        return Found(frozenset(entries), tuple(told["problems"]), passphrase)

    def put_back(self) -> None:
        """The casebook as it was at first."""
        shutil.rmtree(self.work / "t", ignore_errors=True)
        shutil.copytree(self.template, self.work / "t")

    def make(self) -> "Trials":
        """Make the casebook, by the commands themselves."""
        for folder in (self.files, self.state):
            folder.mkdir(parents=True, exist_ok=True)
        self._write_files()
        self.must("init --worker SN")
        self.must("office worker add KB")
        self.must("graduate add --from {files}/first.json")
        shutil.copytree(self.home, self.files / "stick")
        self._write_on_the_stick()
        stick = {"FOLLOWUP_HOME": str(self.files / "stick"), "FOLLOWUP_STATE": str(self.work / "other")}
        assert self.run("backup make {files}/b", variables=stick).code == 0
        next((self.files / "b").iterdir()).rename(self.files / "earlier.backup")
        self.must("today")
        shutil.copytree(self.work / "t", self.template)
        return self

    def _write_on_the_stick(self) -> None:
        stick = {"FOLLOWUP_HOME": str(self.files / "stick"), "FOLLOWUP_STATE": str(self.work / "other")}
        result = self.run("flag raise VIS-1 --kind health --severity watch --note Tired.", variables=stick)
        assert result.code == 0, result.err

    def _write_files(self) -> None:
        first = [
            a_graduate("VIS-1", name="Sreymom Keo"),
            a_graduate("FLG-1", name="Chanthou Pich", flags=[a_flag()]),
            a_graduate("OUT-1", name="Meas Bopha"),
            a_graduate("PLN-1", name="Sok Thida", plan=a_plan(customers_a_day="1", costs={"rent": "100,000 riel"})),
        ]
        many = [a_graduate(f"NEW-{n}", name=f"Sreymom {who}") for n, who in enumerate(("Ros", "Long", "Heng"), 2)]
        row = {"date": "2026-11-20", "contact": "home_visit", "note": "She sells well."}
        for name, content in {
            "first": first,
            "new": a_graduate("NEW-1", name="Chanthou Ly"),
            "many": many,
            "visits": [row | {"code": code} for code in ("VIS-1", "FLG-1", "OUT-1")],
        }.items():
            (self.files / f"{name}.json").write_text(json.dumps(content), "utf-8")


@dataclass(frozen=True)
class Clean:
    """What a command does when nothing goes wrong: its file calls, and how many entries it writes."""

    command: Command
    before: Found
    calls: tuple[str, ...]
    entries: int


def clean(trials: Trials, command: Command) -> Clean:
    """Run a command undisturbed."""
    trials.put_back()
    before = trials.find()
    result = trials.run(command.line)
    assert result.code == 0, (command.name, result.err)
    return Clean(command, before, result.calls, trials.find().more_than(before))
