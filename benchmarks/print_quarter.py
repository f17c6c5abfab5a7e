"""The quarter's summary on paper, beside a blank compile of three pages and computing the same figures.

    python benchmarks/print_quarter.py [GRADUATES]

Run from an environment where followup is installed. Both sides are processes of their own, run in turn; what counts is
the ratio of the medians. Fails if ``print quarter`` takes more than one and a half times as long.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from measure import FOLLOWUP, Run, caseload, measured

GRADUATES, RUNS, MOST = 120, 9, 1.5

_BARE = """
import followup_cli.app
from pathlib import Path
import fontpkg_noto_sans_khmer, typst
from followup.services.reports import ReportSelection, quarter_report
from followup_cli.context import open_casebook
quarter_report(open_casebook(), ReportSelection())
blank = b'#set document(title: "Blank", date: auto)\\n= 1\\n#pagebreak()\\n2\\n#pagebreak()\\n3'
folder = Path(fontpkg_noto_sans_khmer.__file__).parent / "files"
fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(folder)])
typst.compile(blank, font_paths=fonts, ignore_system_fonts=True, pdf_standards=["a-2a", "ua-1"], timestamp=0)
"""
BARE, PRINT = "its figures and three blank pages", "followup print quarter"


def table(found: dict[str, Run], graduates: int) -> str:
    """One line a side, with its ratio to the bare one."""
    base = found[BARE]
    lines = [f"{f'{graduates} graduates':<36}{'ms':>8}{'ratio':>7}{'MB':>7}"]
    for name, (seconds, _, megabytes) in found.items():
        lines.append(f"{name:<36}{seconds * 1e3:>8,.0f}{seconds / base.seconds:>7.2f}{megabytes:>7.0f}")
    return "\n".join(lines)


def main(graduates: int) -> int:
    """Print the table; 1 if printing is past its limit."""
    with tempfile.TemporaryDirectory() as scratch:
        env = caseload(Path(scratch), graduates)
        sides = {
            BARE: [sys.executable, "-c", _BARE],
            PRINT: [FOLLOWUP, "print", "quarter", "--to", str(Path(scratch) / "prints")],
        }
        try:
            found = measured(sides, env, RUNS)
        finally:
            subprocess.run([FOLLOWUP, "lock"], env=env, stdout=subprocess.DEVNULL, check=True)
    print(table(found, graduates))
    print(f"at most {MOST}")
    return 0 if found[PRINT].seconds <= MOST * found[BARE].seconds else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if sys.argv[1:] else GRADUATES))
