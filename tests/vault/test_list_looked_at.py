"""A list that was looked at is written as it was made, and made again where anything was written in the casebook since.

- nothing written: made once
- another window's entry is in the file, also where as many rows of as many graduates are in it as were shown
- a file that lies there by then is never replaced
"""

from pathlib import Path

import pytest

from followup.case.facts import Placed
from followup.case.home_words import Placement
from followup.casebook import Casebook, Moment
from followup.errors import Refused
from followup.services.exports import lists
from followup.services.exports.lists import ExportFile, ExportList, ListExporter, ListRequest
from followup.services.graduates import enrol_all
from tests.builders import NOW, TODAY, a_graduate


@pytest.fixture
def window(vault, reopened, tmp_path):
    """The casebook as another window opens it; a first look has listed its new files."""
    enrol_all(Casebook(vault, Moment(TODAY, NOW)), [a_graduate(), a_graduate("ABC-1")])
    exporter_of(Casebook(reopened(), Moment(TODAY, NOW)), tmp_path).look()
    return lambda: Casebook(reopened(), Moment(TODAY, NOW))


@pytest.fixture
def made(monkeypatch, window):
    """What was made of all cases, each time."""
    made = []

    def noted(*said):
        made.append(said)
        return whole(*said)

    whole = lists._Lists
    monkeypatch.setattr(lists, "_Lists", noted)
    return made


def exporter_of(book: Casebook, folder: Path) -> ListExporter:
    return ListExporter(book, ListRequest(ExportList.CASELOAD, ExportFile.CSV), folder)


def test_it_is_made_once_where_nothing_was_written(window, made, tmp_path):
    exporter = exporter_of(window(), tmp_path / "exports")

    assert exporter.write(exporter.look()).changed
    assert len(made) == 1


def test_what_another_window_wrote_is_in_the_file_where_it_is_as_large_as_it_was_shown(window, made, tmp_path):
    exporter = exporter_of(window(), tmp_path / "exports")
    shown = exporter.look()
    other = window()
    other.write(other.find("KML"), Placed(Placement.RELATIVE, "Battambang", "Bavel"))

    done = exporter.write(shown)

    assert len(made) == 2
    assert "Bavel" in done.path.read_text("utf-8-sig")


def test_a_file_that_lies_there_by_then_is_not_replaced(window, made, tmp_path):
    folder = tmp_path / "exports"
    exporter = exporter_of(window(), folder)
    shown = exporter.look()
    folder.mkdir()
    shown.path.write_text("mine", "utf-8")

    with pytest.raises(Refused, match="another window"):
        exporter.write(shown)
    assert shown.path.read_text("utf-8") == "mine"
    assert len(made) == 1
