"""Prints for tests: what a print was given, without typesetting it; and what stands on a page that was typeset."""

import json
import subprocess
from pathlib import Path
from shutil import which

import pytest

from followup.handout.paper.document import PaperDocument, all_texts
from followup.services.prints import printing

NOT_FOUND = "pdftotext is not on this machine (package poppler-utils)"


def given_to_typesetter(monkeypatch: pytest.MonkeyPatch) -> list[PaperDocument]:
    """The documents that are printed from now on; nothing is typeset."""
    given: list[PaperDocument] = []

    def typeset(document: PaperDocument) -> bytes:
        given.append(document)
        return b"/Type /Page followup print"

    monkeypatch.setattr(printing, "typeset", typeset)
    return given


def texts(document: PaperDocument) -> str:
    """Everything a document says beside the words of its template, a text a line."""
    return "\n".join(all_texts(document.content))


def for_golden(document: PaperDocument) -> bytes:
    """Everything a document gives its template, for a golden file."""
    return (json.dumps(document.content, ensure_ascii=False, indent=1) + "\n").encode()


def page_text(pdf: Path) -> str:
    """The Latin text of a PDF as it lies on its pages; blanks at the ends of lines are gone."""
    if which("pdftotext") is None:
        pytest.skip(NOT_FOUND)
    done = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, check=True)
    return "\n".join(line.rstrip() for line in done.stdout.decode().splitlines())
