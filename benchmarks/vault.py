"""How the vault's times grow with the number of cases. Prints a table.

    python benchmarks/vault.py [CASES ...]

Run from the repository, with the package installed or ``PYTHONPATH=.:cli:data``.
"""

import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median
from unittest.mock import patch

from followup.case.facts import Fact, Opened, Visited
from followup.case.visit_words import ContactMethod
from followup.store import NewFact, RegisterKind, RegisterRow
from followup.vault import access, files
from followup.vault.vault import Vault

PASSPHRASE = "a passphrase for measuring"
NOW = datetime(2026, 7, 1, 8, tzinfo=UTC)
DAY = date(2026, 7, 1)

_WHOLE = """
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from followup.case.visit_words import ContactMethod
from followup.case.facts import Visited
from followup.store import NewFact, RegisterKind
from followup.vault import access
vault = access.load_vault(Path(sys.argv[1]), ask=None, environ={})
if sys.argv[2] == "append":
    vault.facts("case0")
    vault.append("case0", [NewFact(date(2026, 7, 1), Visited(ContactMethod.PHONE))], by="me", now=datetime.now(UTC))
elif sys.argv[2] == "register":
    vault.register(RegisterKind("agenda", "1", lambda case, facts: None))
elif sys.argv[2] == "gaps":
    vault.gaps()
"""


def row_of(case: str, facts: tuple[Fact, ...]) -> RegisterRow:
    """A row of about 300 bytes, as the agenda keeps."""
    return {
        "code": case.upper(),
        "dates": [day.on.isoformat() for day in facts] * 4,
        "level": "raised",
        "district": "Kandal Stueng",
        "text": "x" * 60,
    }


def milliseconds(act: Callable[[], object], times: int = 15) -> float:
    """The median time of ``act``, in ms."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        act()
        taken.append((time.perf_counter() - start) * 1000)
    return median(taken)


def fill(vault: Vault, cases: int) -> None:
    """Make small cases, without waiting for the disk at each."""
    with patch.object(files, "_flush"):
        for number in range(cases):
            visits = [NewFact(DAY, Visited(ContactMethod.HOME_VISIT, note=f"visit {n} went well")) for n in range(2)]
            vault.append(f"case{number}", [NewFact(DAY, Opened(f"B-{number}", DAY)), *visits], by="me", now=NOW)


def visit(vault: Vault, *, read: bool = False) -> None:
    """Record one visit, reading the case before if so said, as the commands do."""
    if read:
        vault.facts("case0")
    vault.append("case0", [NewFact(DAY, Visited(ContactMethod.PHONE))], by="me", now=NOW)


def whole(home: Path, what: str) -> Callable[[], object]:
    """The same from the start of the program, the key coming from the agent."""
    return lambda: subprocess.run([sys.executable, "-c", _WHOLE, str(home), what], check=True)


def measured(home: Path, cases: int) -> list[float]:
    """Times in ms and memory in MB for a vault of so many cases."""
    vault = access.create(home, PASSPHRASE)
    fill(vault, cases)
    access.unlock(home, PASSPHRASE)
    build = milliseconds(lambda: vault.register(RegisterKind("agenda", "1", row_of)), 1)
    time.sleep(2.5)
    vault.register(RegisterKind("agenda", "2", row_of))  # now no file is as young as the register
    visit(vault)
    append = milliseconds(lambda: visit(vault))
    read_and_append = milliseconds(lambda: visit(vault, read=True))
    fresh = milliseconds(lambda: vault.register(RegisterKind("agenda", "2", row_of)))
    tracemalloc.start()
    vault.register(RegisterKind("agenda", "2", row_of))
    peak = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    processes = [milliseconds(whole(home, what), 7) for what in ("nothing", "append", "register", "gaps")]
    check = milliseconds(vault.check, 1)
    access.lock(home)
    return [append, read_and_append, fresh, peak, *processes, build, check]


def main(sizes: list[int]) -> None:
    """One column a size."""
    columns = []
    for cases in sizes:
        with tempfile.TemporaryDirectory() as folder:
            columns.append(measured(Path(folder) / "vault", cases))
    labels = [
        "append one fact, ms",
        "read the case, append, ms",
        "register, fresh, ms",
        "register, fresh, peak MB",
        "process: enter, ms",
        "process: read, append, ms",
        "process: register, ms",
        "process: what is missing, ms",
        "register from nothing, ms",
        "check everything, ms",
    ]
    print(f"{'cases':<28}" + "".join(f"{size:>10,}" for size in sizes) + f"{'ratio':>8}")
    for label, row in zip(labels, zip(*columns, strict=True), strict=True):
        print(f"{label:<28}" + "".join(f"{value:>10.2f}" for value in row) + f"{row[-1] / row[0]:>8.2f}")


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [100, 1_000, 5_000])
