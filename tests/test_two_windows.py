"""Two windows on one laptop: every writing command given twice at once, as two real processes.

Both are held at the vault's lock until each waits there, so that whoever checks before the lock is taken is found out.
What may happen once happens once, and the other window is told; what both may do is kept twice.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from followup.case.facts import Ended, Fact, Flagged, LessonAnswered, LessonProposed, Moved
from followup.case.forms.visit import VisitForm
from followup.case.outcome_words import FailureCause, OutcomeKind
from followup.case.replay import replay
from followup.case.visit_words import ContactMethod
from followup.casebook import Casebook, Moment
from followup.services import lessons, outcomes, promises, visits, workers
from followup.services.graduates import enrol_all
from followup.store import LESSONS, PUBLISHED
from followup.vault import access, keys
from followup.vault.vault import LOCK_FILE, Vault
from tests.builders import NOW, TODAY, a_flag, a_graduate, a_plan
from tests.vault.facts_for_tests import PASSPHRASE

AT_ONCE = 5
"""Pairs that are started together: more would wait at the lock longer than a window waits."""
UNTIL_ALL_WAIT = 12
"""Seconds after which the lock is given free, whoever is still on the way."""


class Pair(NamedTuple):
    """Two commands given at once, the same twice if one is said.

    ``where`` is the graduate or the journal they write to, ``entries`` how many more stand there then.
    """

    where: str
    entries: int
    first: str
    second: str = ""


ONLY_ONE = {
    "clear a flag": Pair("CLR-1", 1, "flag clear CLR-1 1 --how Paid."),
    "clear a flag by its kind": Pair("REV-1", 1, "flag clear REV-1 1 --how Paid.", "flag clear REV-1 debt --how Paid."),
    "agree to a flag": Pair("AGR-1", 1, "flag agree AGR-1 1"),
    "settle a promise": Pair("SET-1", 1, "promise settle SET-1 1 --kept"),
    "announce the end": Pair("ANN-1", 1, "promise end ANN-1 --on 2027-03-01"),
    "hand over": Pair("HND-1", 1, "graduate hand-over HND-1 --to KB"),
    "record an outcome": Pair("OUT-1", 1, "outcome record OUT-1 --how moved-away"),
    "reopen": Pair("REO-1", 1, "outcome reopen REO-1 --why Again."),
    "record a milestone": Pair("MIL-1", 1, "outcome milestone MIL-1 --month 12 --how not-yet"),
    "withdraw": Pair("WDR-1", 1, "withdraw WDR-1 4 --reason Wrong. --yes"),
    "move a visit": Pair("MOV-1", 1, "schedule move MOV-1 12 2027-02-04 --why Harvest."),
    "take one code": Pair("SAME-1", 4, "graduate edit CDA-1 --code SAME-1", "graduate edit CDB-1 --code SAME-1"),
    "enrol with one code": Pair(
        "NEW-1", 3, "graduate add --from {folder}/new.json", "graduate add --from {folder}/alike.json"
    ),
    "enrol one person": Pair(
        "ONE-1", 3, "graduate add --from {folder}/one.json", "graduate add --from {folder}/again.json"
    ),
    "make two cases one": Pair("MRB-1", 1, "graduate merge MRA-1 MRB-1 --yes"),
    "move a visit to another": Pair("VMV-1", 1, "visit move VMV-1 4 --to VTO-1 --yes"),
    "apply a lesson, or decline it": Pair(LESSONS, 1, "lesson apply 1", "lesson answer 1 --decline Late."),
    "publish": Pair(PUBLISHED, 1, "report quarter 2026Q3 --publish"),
}

BOTH = {
    "raise two flags": Pair(
        "TWO-1",
        2,
        "flag raise TWO-1 --kind debt --severity concern --note Lender.",
        "flag raise TWO-1 --kind violence --severity danger --note Blows.",
    ),
    "record two visits": Pair(
        "VIS-1", 2, "visit record VIS-1 --contact home-visit", "visit record VIS-1 --contact phone"
    ),
    "give a file of visits": Pair("FIL-1", 1, "visit record --from {folder}/visits.json"),
    "accept trips": Pair("TRA-1", 1, "schedule trips --worker LT --yes"),
    "accept trips and move a visit": Pair(
        "TRM-1", 2, "schedule trips --worker LM --yes", "schedule move TRM-1 12 2027-02-04 --why Harvest."
    ),
    "hand out a calendar": Pair("EXP-1", 1, "calendar export EXP-1 --out {folder}/calendar"),
}

WARNINGS = {"raise the plan's warnings": Pair("PLN-1", 0, "plan check PLN-1 --raise")}

PAIRS = ONLY_ONE | BOTH | WARNINGS


Told = tuple[tuple[int, ...], tuple[str, ...]]
"""The exit codes of a pair, and what each window said."""


class Ran(NamedTuple):
    """What a pair of commands came to: the exit codes, what was told, and the entries written."""

    codes: tuple[int, ...]
    told: tuple[str, ...]
    written: tuple[Fact, ...]


def a_casebook_in(home: Path, folder: Path) -> Vault:
    """A casebook with a graduate for each pair, in the state that its commands ask for."""
    vault = access.create(home, PASSPHRASE)
    book = Casebook(vault, Moment(TODAY, NOW))
    codes = "AGR ANN HND OUT REO MOV CDA CDB TWO VIS FIL EXP SET MRA MRB VMV VTO"
    flagged = [a_graduate(f"{code}-1", flags=[a_flag()]) for code in ("CLR", "REV", "WDR")]
    poor = a_plan(customers_a_day="1", costs={"rent": "100,000 riel"})
    people = [*flagged, a_graduate("MIL-1", "2025-10-31"), a_graduate("PLN-1", plan=poor)]
    people += [a_graduate("TRA-1", worker="LT"), a_graduate("TRM-1", worker="LM"), a_graduate("TRN-1", worker="LM")]
    assert not enrol_all(book, [*people, *(a_graduate(f"{code}-1") for code in codes.split())]).problems
    visits.record(book, "VMV", VisitForm(TODAY, contact=ContactMethod.HOME_VISIT))
    workers.add_worker(book, "KB")
    promises.make(book, "SET", "A spare part.", "SN", date(2026, 12, 1))
    outcomes.record(book, "REO", Ended(OutcomeKind.MOVED_AWAY), date(2026, 11, 1))
    lessons.propose(book, lessons.prefill_lesson(book, ()), LessonProposed("Teach it.", "", (FailureCause.DEBT,)))
    lessons.answer(book, "1", LessonAnswered("-", accepted=True, owner="KB", due=date(2027, 1, 1)))
    for name, person in {
        "new": a_graduate("NEW-1", name="Sok Thida"),
        "alike": a_graduate("NEW-1", name="Chan Thy"),
        "one": a_graduate("ONE-1", name="Meas Bopha"),
        "again": a_graduate("ONE-1", name="MEAS Bopha", trade="sewing"),
    }.items():
        (folder / f"{name}.json").write_text(json.dumps(person), "utf-8")
    row = {"code": "FIL-1", "date": "2026-11-20", "contact": "home_visit", "note": "She sells well."}
    (folder / "visits.json").write_text(json.dumps([row]), "utf-8")
    return vault


def entries(vault: Vault) -> dict[str, set[Fact]]:
    """All entries by code, or by the name of a journal that is no case's."""
    journals = {case_id: vault.facts(case_id) for case_id in vault.case_ids()}
    found = {replay(case_id, facts, TODAY).code: set(facts) for case_id, facts in journals.items()}
    return found | {journal: set(vault.facts(journal)) for journal in (LESSONS, PUBLISHED)}


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Ran]:
    """Every pair run at once, a few together, on one casebook."""
    folder = tmp_path_factory.mktemp("windows")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(keys, "COST", keys.Cost(memory_kib=8, passes=1))
        vault = a_casebook_in(folder / "casebook", folder)
    before = entries(vault)
    done: dict[str, Told] = {}
    for start in range(0, len(PAIRS), AT_ONCE):
        done |= run_at_once(vault, folder, dict(list(PAIRS.items())[start : start + AT_ONCE]))
    after = entries(vault)
    return {
        name: Ran(*done[name], tuple(after[pair.where] - before.get(pair.where, set()))) for name, pair in PAIRS.items()
    }


def run_at_once(
    vault: Vault, folder: Path, pairs: dict[str, Pair]
) -> dict[str, tuple[tuple[int, ...], tuple[str, ...]]]:
    """The exit codes of both commands of each pair, and what they told."""
    with vault.exclusive():
        windows = {name: [started(line, folder) for line in lines(pair)] for name, pair in pairs.items()}
        wait_at_the_lock([window for two in windows.values() for window in two], folder / "casebook" / LOCK_FILE)
    told = {name: tuple("".join(window.communicate(timeout=60)) for window in two) for name, two in windows.items()}
    return {name: (tuple(window.returncode for window in two), told[name]) for name, two in windows.items()}


def lines(pair: Pair) -> tuple[str, str]:
    return pair.first, pair.second or pair.first


def started(line: str, folder: Path) -> subprocess.Popen[str]:
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        "PYTHONUTF8": "1",
        "FOLLOWUP_HOME": str(folder / "casebook"),
        "FOLLOWUP_PASSPHRASE": PASSPHRASE,
        "FOLLOWUP_TODAY": TODAY.isoformat(),
        "XDG_RUNTIME_DIR": str(folder),
    }
    return subprocess.Popen(
        [sys.executable, "-m", "followup_cli", *line.format(folder=folder).split()],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


def wait_at_the_lock(windows: Iterable[subprocess.Popen[str]], lock: Path) -> None:
    """Until every window has opened the lock's file, where the system tells that; else until they should have."""
    if not Path("/proc/self/fd").exists():
        time.sleep(UNTIL_ALL_WAIT / 3)
        return
    until = time.monotonic() + UNTIL_ALL_WAIT
    on_the_way = list(windows)
    while on_the_way and time.monotonic() < until:
        time.sleep(0.05)
        on_the_way = [window for window in on_the_way if window.poll() is None and not has_open(window, lock)]


def has_open(window: subprocess.Popen[str], lock: Path) -> bool:
    with suppress(OSError):
        return any(os.path.realpath(opened) == str(lock) for opened in Path(f"/proc/{window.pid}/fd").iterdir())
    return False


@pytest.mark.parametrize("name", ONLY_ONE)
def test_exactly_one_of_two_windows_succeeds(ran: dict[str, Ran], name: str) -> None:
    pair = ran[name]

    assert sorted(pair.codes) == [0, 1], pair.told
    assert len(pair.written) == ONLY_ONE[name].entries


@pytest.mark.parametrize("name", BOTH)
def test_what_both_windows_may_do_is_kept(ran: dict[str, Ran], name: str) -> None:
    pair = ran[name]

    assert pair.codes == (0, 0), pair.told
    assert len(pair.written) == BOTH[name].entries


def test_a_visit_moved_while_trips_are_accepted_is_where_it_was_moved_to(ran: dict[str, Ran]) -> None:
    written = {fact.body.kind: fact.body for fact in ran["accept trips and move a visit"].written}

    assert written.keys() == {"moved", "trip_dates"}
    assert written["moved"] == Moved(12, date(2027, 2, 4), "Harvest.")


def test_the_warnings_of_a_plan_are_raised_once(ran: dict[str, Ran]) -> None:
    """The later window finds nothing left to raise, or is told that they were raised meanwhile."""
    (pair,) = (ran[name] for name in WARNINGS)
    risks = [fact.body.risk for fact in pair.written if isinstance(fact.body, Flagged)]

    assert 0 in pair.codes
    assert risks
    assert len(risks) == len(set(risks))
