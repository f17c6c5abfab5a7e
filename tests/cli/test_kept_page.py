"""The page of today is kept, and shown again while it would be made the same.

- nothing but the same page is shown again: it is made anew on another day, after any entry, a backup, in another
  language, under another name of the laptop, by another program
- where something is wrong with a case or with the whole it is told each time
- a checkout, which may change under a page, keeps none; a damaged page costs time, never an answer
"""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from followup.case.facts import Configured
from followup.casebook import Casebook, Moment
from followup.errors import ExitCode
from followup.services.graduates import enrol_all
from followup.store import OFFICE, NewFact
from followup.vault import access, keys
from followup.vault.backup_memory import MadeBackups
from followup.vault.vault import Vault
from followup_cli import context
from followup_cli.agenda import commands, kept_page
from followup_cli.app import app
from tests.builders import NOW, TODAY, a_flag, a_graduate
from tests.vault.facts_for_tests import PASSPHRASE
from tests.vault.test_register import made_older


class Window:
    """A terminal window on a casebook that holds two graduates, on a day that may change."""

    def __init__(self, home: Path, patch: pytest.MonkeyPatch) -> None:
        self.home, self.today, self.made = home, TODAY, 0
        patch.setattr(context, "read_casebook", self.book)
        patch.setattr(kept_page, "program_mark", lambda: "one that is installed")
        make = commands._page_of_today

        def counted(book: Casebook) -> kept_page.Made:
            self.made += 1
            return make(book)

        patch.setattr(commands, "_page_of_today", counted)

    def vault(self) -> Vault:
        """The vault as the next command finds it."""
        vault = access.load_vault(self.home, ask=lambda: PASSPHRASE, environ={})
        vault.journals.looks_once = True
        return vault

    def book(self) -> Casebook:
        return Casebook(self.vault(), Moment(self.today, NOW))

    def settle(self) -> None:
        """A minute passes: no file is as young as a look at it any more."""
        for file in Path(self.home, "cases").iterdir():
            made_older(file)

    def shows(self) -> Result:
        """What the command prints."""
        return CliRunner().invoke(app, ["today"])


@pytest.fixture
def window(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Window:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setattr(keys, "COST", keys.Cost(memory_kib=8, passes=1))
    access.create(tmp_path / "vault", PASSPHRASE)
    window = Window(tmp_path / "vault", monkeypatch)
    window.vault().append(OFFICE, [NewFact(TODAY, Configured(worker="SN"))], by="SN", now=NOW)
    named = {"ONE-1": "Chan Dara", "TWO-1": "Sok Thida"}
    people = [a_graduate(code, name=name, flags=[a_flag()]) for code, name in named.items()]
    assert not enrol_all(window.book(), people).problems
    window.settle()
    for _ in range(2):  # the first one puts the files on the list of what belongs here
        assert window.shows().exit_code == 0
    window.made = 0
    return window


def test_a_page_is_made_once(window: Window) -> None:
    first, second = window.shows(), window.shows()
    assert (first.stdout, first.exit_code) == (second.stdout, 0)
    assert "ONE-1" in first.stdout
    assert window.made == 0


def another_day(window: Window, _: pytest.MonkeyPatch) -> None:
    window.today += timedelta(days=1)


def an_earlier_day(window: Window, _: pytest.MonkeyPatch) -> None:
    window.today -= timedelta(days=1)


def an_entry(window: Window, _: pytest.MonkeyPatch) -> None:
    assert CliRunner().invoke(app, ["flag", "clear", "TWO-1", "1", "--how", "Paid."]).exit_code == 0


def an_entry_of_the_office(window: Window, _: pytest.MonkeyPatch) -> None:
    window.vault().append(OFFICE, [NewFact(TODAY, Configured(worker="KB"))], by="KB", now=NOW)


def a_backup(window: Window, _: pytest.MonkeyPatch) -> None:
    window.vault().note_backup(MadeBackups((Path("stick"),), TODAY))


def another_name_of_the_laptop(window: Window, _: pytest.MonkeyPatch) -> None:
    window.vault().new_device()


def another_language(_: Window, patch: pytest.MonkeyPatch) -> None:
    patch.setenv("FOLLOWUP_LANG", "km")


def another_program(_: Window, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(kept_page, "program_mark", lambda: "the next version")


def a_damaged_page(window: Window, _: pytest.MonkeyPatch) -> None:
    file = window.home / "registers" / f"{kept_page.NAME}.reg"
    blob = bytearray(file.read_bytes())
    blob[-1] ^= 1
    file.write_bytes(blob)


@pytest.mark.parametrize(
    "happens",
    [
        another_day,
        an_earlier_day,
        an_entry,
        an_entry_of_the_office,
        a_backup,
        another_name_of_the_laptop,
        another_language,
        another_program,
        a_damaged_page,
    ],
)
def test_after_it_the_page_is_made_anew_and_kept_again(
    happens: Callable[[Window, pytest.MonkeyPatch], None], window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    happens(window, monkeypatch)
    window.settle()
    shown = window.shows().stdout
    assert window.made == 1
    assert window.shows().stdout == shown
    assert window.made == 1


def test_a_case_that_cannot_be_read_is_told_of_each_time(window: Window) -> None:
    book = window.book()
    file = next((window.home / "cases").glob(f"{book.find('TWO-1')}.*"))
    blob = bytearray(file.read_bytes())
    blob[len(blob) // 2] ^= 1
    file.write_bytes(blob)
    for _ in range(2):
        shown = window.shows()
        assert shown.exit_code == ExitCode.DAMAGED
        assert file.name in shown.stderr
    assert window.made == 2


def test_what_is_missing_of_the_whole_is_told_of_each_time(window: Window) -> None:
    """Though nothing that the page is made from has changed."""
    for file in (window.home / "revisions").iterdir():
        file.unlink()
    for _ in range(2):
        shown = window.shows()
        assert shown.exit_code == ExitCode.DAMAGED
        assert "What this laptop remembered of the files is missing" in shown.stderr


def test_a_checkout_keeps_no_page(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert kept_page.program_mark() == ""
