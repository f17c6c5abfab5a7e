"""A booklet of visit sheets, beside a bare Typst compile of the same pages.

    python benchmarks/paper.py [SHEETS]

Run from an environment where followup is installed. Each side is a process of its own, all are run in turn, and what
counts is the ratio of the medians. The bare side is given the content ready made, and does nothing but compile it with
the same template, fonts and standards, and write the file. Fails if ``print sheets`` takes more than one and a half
times as long.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from measure import FOLLOWUP, Run, caseload, measured

SHEETS, RUNS, MOST = 100, 7, 1.5

_CONTENT = """
import json, sys
from pathlib import Path
from followup.handout.paper import typesetting
from followup.handout.paper.catalogue import Language
from followup.services.prints.sheets import SheetRequest, sheets_booklet
from followup_cli.context import open_casebook
from followup_data import shipped
document = sheets_booklet(open_casebook(), SheetRequest(codes=tuple(sys.argv[2:])), Language.EN_KM).document
inputs = typesetting._inputs(document, document.content)
template = str(shipped.paper_template("sheet"))
Path(sys.argv[1]).write_text(json.dumps([inputs, template, document.dated.isoformat()]), encoding="utf-8")
"""
_BARE = """
import datetime, json, sys
from pathlib import Path
import fontpkg_noto_sans_khmer, typst
inputs, template, dated = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
fonts = Path(fontpkg_noto_sans_khmer.__file__).parent / "files"
pdf = typst.compile(
    template,
    root=Path(template).parent,
    font_paths=typst.Fonts(include_system_fonts=False, font_paths=[str(fonts)]),
    ignore_system_fonts=True,
    sys_inputs=inputs,
    pdf_standards=["a-2a", "ua-1"],
    timestamp=datetime.datetime.fromisoformat(dated).replace(tzinfo=datetime.UTC),
)
Path(sys.argv[1]).with_suffix(".pdf").write_bytes(pdf)
"""

BARE, PRINT = "bare Typst compile", "followup print sheets"


def followed(env: dict[str, str], wanted: int) -> list[str]:
    """The codes of so many in follow-up."""
    listed = [FOLLOWUP, "graduate", "list", "--json", "--state", "in_follow_up"]
    text = subprocess.run(listed, env=env, stdout=subprocess.PIPE, check=True).stdout
    return [row["code"] for row in json.loads(text)["data"]][:wanted]


def table(found: dict[str, Run], sheets: int) -> str:
    """One line a side, with its ratio to the bare compile."""
    base = found[BARE]
    lines = [f"{f'{sheets} sheets':<28}{'ms':>8}{'ratio':>7}{'MB':>7}"]
    for name, (seconds, _, megabytes) in found.items():
        lines.append(f"{name:<28}{seconds * 1e3:>8,.0f}{seconds / base.seconds:>7.2f}{megabytes:>7.0f}")
    return "\n".join(lines)


def main(sheets: int) -> int:
    """Print the table; 1 if printing is past its limit."""
    with tempfile.TemporaryDirectory() as scratch:
        env, ready = caseload(Path(scratch), 3 * sheets), Path(scratch) / "content.json"
        try:
            codes = followed(env, sheets)
            subprocess.run([sys.executable, "-c", _CONTENT, str(ready), *codes], env=env, check=True)
            sides = {
                BARE: [sys.executable, "-c", _BARE, str(ready)],
                PRINT: [FOLLOWUP, "print", "sheets", *codes, "--to", str(Path(scratch) / "prints")],
            }
            found = measured(sides, env, RUNS)
        finally:
            subprocess.run([FOLLOWUP, "lock"], env=env, stdout=subprocess.DEVNULL, check=True)
    print(table(found, len(codes)))
    print(f"at most {MOST}")
    return 0 if found[PRINT].seconds <= MOST * found[BARE].seconds else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if sys.argv[1:] else SHEETS))
