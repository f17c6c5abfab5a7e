"""Backups, restoring, and the keys, as commands on a real casebook.

- a stolen laptop's day: backup, a new machine, restore, a new key; what the thief has opens nothing written after
- everything that is asked can be given; without a terminal and without it, exit 2 names what is missing
- the agenda reminds
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from followup.errors import DiskFailure, Locked
from followup.vault import access, keys
from followup.vault.vault import Vault
from followup_cli.app import app
from followup_cli.terminal import person
from tests.builders import a_graduate

OLD, NEW = "the passphrase of before", "the passphrase of after"


class Laptop:
    """Runs commands on one casebook; ``passphrases`` are what a person types when one is asked for."""

    def __init__(self, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.home, self._patch = home, monkeypatch
        self.environ = {"FOLLOWUP_HOME": str(home), "FOLLOWUP_PASSPHRASE": OLD, "FOLLOWUP_TODAY": "2026-11-26"}

    def run(self, *words: str, typed: str | None = None, passphrases: tuple[str, ...] = (), stdin: str = "") -> Any:
        """What a command printed, and its exit code; somebody sits there if ``typed`` is given."""
        waiting = list(passphrases)
        self._patch.setattr(person, "on_terminal", lambda: typed is not None)
        self._patch.setattr(person, "ask_passphrase", lambda question="": waiting.pop(0))
        for name, value in {**dict.fromkeys(VARIABLES, ""), **self.environ}.items():
            self._patch.setenv(name, value)
        result = CliRunner().invoke(app, list(words), input=stdin if typed is None else typed)
        assert not waiting
        return result

    def done(self, *words: str, **more: Any) -> str:
        """What a command printed that went well."""
        result = self.run(*words, **more)
        assert result.exit_code == 0, result.output
        return str(result.stdout)

    def data(self, *words: str) -> Any:
        """What a command says to programs."""
        return json.loads(self.done(*words, "--json"))["data"]

    def add(self, code: str) -> None:
        """A graduate more."""
        self.done("graduate", "add", "--from", "-", "--as-new", stdin=json.dumps(a_graduate(code)))


VARIABLES = tuple(f"FOLLOWUP_{name}" for name in ("PASSPHRASE", "NEW_PASSPHRASE", "RECOVERY_KEY", "BACKUP_PASSPHRASE"))


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Laptop]:
    """A machine without a casebook."""
    monkeypatch.setattr(keys, "COST", keys.Cost(memory_kib=8, passes=1))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return lambda name: Laptop(tmp_path / name, monkeypatch)


@pytest.fixture
def laptop(machine: Callable[[str], Laptop]) -> Laptop:
    """A laptop with one graduate."""
    here = machine("laptop")
    here.done("init", "--worker", "SN")
    here.add("KML-1")
    return here


def only_backup(folder: str = "stick") -> str:
    """The one backup in a folder."""
    (found,) = sorted(Path(folder).glob("*.age"))
    return str(found)


# --- backup -----------------------------------------------------------------------------------------------------------


def test_a_backup_is_made_verified_and_remembered(laptop: Laptop) -> None:
    """The second one needs no folder."""
    first = laptop.done("backup", "stick")
    assert "Backed up and verified" in first
    laptop.done("backup")

    assert len(list(Path("stick").iterdir())) == 1, "rotation keeps one a day"
    assert laptop.data("backup", "list")["last"] == "2026-11-26"
    assert [one["opens"] for one in laptop.data("backup", "list")["backups"]] == [True]


def test_the_first_one_asks_for_the_folder(laptop: Laptop) -> None:
    """Without a terminal it is said to be missing, and nothing is made."""
    result = laptop.run("backup")
    assert (result.exit_code, result.stderr.splitlines()[0]) == (2, "DIR is missing: the folder that backups go to.")
    laptop.done("backup", typed="\nstick\n")
    assert only_backup()


def test_a_second_place_that_is_not_there_is_said(laptop: Laptop) -> None:
    """The first one is made all the same; exit 5."""
    Path("file").touch()
    result = laptop.run("backup", "stick", "--to", "file/stick")

    assert result.exit_code == 5
    assert only_backup() in result.stdout.replace("\n", "")
    laptop.done("backup", "stick", "--to", "second")
    assert only_backup("second")


def test_a_backup_inside_the_casebook_is_refused(laptop: Laptop) -> None:
    """It would be lost with it."""
    result = laptop.run("backup", str(laptop.home / "backups"))
    assert (result.exit_code, "lost with it" in result.stderr) == (1, True)


def test_a_damaged_case_stops_no_backup(laptop: Laptop) -> None:
    """The rest is backed up, it is named, and no older backup is taken away: exit 4."""
    laptop.add("CV-1")
    laptop.done("backup", "stick")
    path = sorted((laptop.home / "cases").glob("?" * 16 + ".*.case"))[0]
    path.write_bytes(path.read_bytes()[:50])
    result = laptop.run("backup")

    assert result.exit_code == 4
    assert "not whole" in result.stderr
    assert len(list(Path("stick").iterdir())) == 2
    check = laptop.run("backup", "check")
    assert (check.exit_code, "it was not whole" in check.stderr.replace("\n", " ")) == (4, True)


def test_a_check_says_what_is_only_here_and_only_there(laptop: Laptop) -> None:
    """And nothing is changed."""
    laptop.done("backup", "stick")
    laptop.add("CV-1")
    beside = laptop.data("backup", "check")["compared"]

    assert beside["only_here"] > 0
    assert (beside["only_in_backup"], beside["missing_in_backup"]) == (0, 0)
    assert "went well" in laptop.done("backup", "drill")
    assert laptop.data("backup", "drill", only_backup())["restored"] is True


def test_a_damaged_backup_is_refused_by_every_command(laptop: Laptop) -> None:
    """Exit 4, and the file is named."""
    laptop.done("backup", "stick")
    path = Path(only_backup())
    path.write_bytes(path.read_bytes()[:-1])
    for words in (("backup", "check"), ("backup", "drill"), ("restore", str(path), "--yes")):
        result = laptop.run(*words)
        assert (result.exit_code, path.name in result.stderr) == (4, True), words


@pytest.mark.parametrize("name", ["nothing.age", "stick", "letter.txt", "empty"])
def test_what_is_no_backup(laptop: Laptop, name: str) -> None:
    """A sentence, and never what was typed."""
    Path("letter.txt").write_text("dear Sokha")
    Path("empty").touch()
    Path("stick").mkdir()
    result = laptop.run("restore", name, "--yes")

    assert result.exit_code in (2, 4, 5)
    assert "Sokha" not in result.stderr


def test_the_agenda_reminds_after_a_week(laptop: Laptop) -> None:
    """And when none was ever made; not before."""
    assert "No backup was ever made" in laptop.done("today").replace("\n", " ")
    assert laptop.data("today")["backup"] == {"last": None, "due": True}
    laptop.done("backup", "stick")
    assert "backup" not in laptop.done("today")
    laptop.environ["FOLLOWUP_TODAY"] = "2026-12-03"
    assert "backup" not in laptop.done("today")
    laptop.environ["FOLLOWUP_TODAY"] = "2026-12-04"
    assert "The last backup is 8 days old" in laptop.done("today")


# --- restore ----------------------------------------------------------------------------------------------------------


def test_a_stolen_laptops_day(laptop: Laptop, machine: Callable[[str], Laptop]) -> None:
    """Backup; a new machine; the casebook is back; a new key; the old laptop's files open nothing written after."""
    laptop.done("backup", "stick")
    fresh = machine("fresh")
    assert "would be made again" in fresh.done("restore", only_backup(), "--dry-run").replace("\n", " ")
    assert not fresh.home.exists()
    assert "The casebook is back" in fresh.done("restore", only_backup(), "--yes")
    assert "Everything is as it was written" in fresh.done("check")
    assert fresh.done("log", "KML-1").count("SN") == laptop.done("log", "KML-1").count("SN")

    fresh.environ["FOLLOWUP_NEW_PASSPHRASE"] = NEW
    fresh.done("rekey", "--yes")
    fresh.environ["FOLLOWUP_PASSPHRASE"] = NEW
    fresh.add("CV-1")
    thief = access.open_with_passphrase(laptop.home, OLD)
    for file in (fresh.home / "cases").iterdir():
        (laptop.home / "cases" / file.name).write_bytes(file.read_bytes())
    assert len(thief.check().problems) >= len(list((fresh.home / "cases").iterdir()))
    with pytest.raises(Locked):
        access.open_with_passphrase(fresh.home, OLD)


def test_restoring_asks_first(laptop: Laptop, machine: Callable[[str], Laptop]) -> None:
    """No is the answer of whoever presses Enter; without a terminal --yes is named."""
    laptop.done("backup", "stick")
    fresh = machine("fresh")
    result = fresh.run("restore", only_backup())
    assert (result.exit_code, result.stderr.splitlines()[0]) == (2, "--yes is missing.")
    assert fresh.run("restore", only_backup(), typed="\n").exit_code == 130
    assert not fresh.home.exists()
    fresh.done("restore", only_backup(), typed="yes\n")
    assert access.is_vault(fresh.home)


def test_what_was_deleted_here_comes_back(laptop: Laptop) -> None:
    """All of it, or one graduate's; what was written since stays."""
    laptop.add("CV-1")
    laptop.done("backup", "stick")
    laptop.add("DD-1")
    laptop.done("flag", "raise", "KML-1", "--kind", "debt", "--severity", "watch", "--note", "since the backup")
    for path in (laptop.home / "cases").glob("?" * 16 + ".*.case"):
        path.unlink()
    one = laptop.done("restore", only_backup(), "--case", "CV-1", "--dry-run")
    assert ("CV-1" in one, "KML-1" in one) == (True, False)
    laptop.done("restore", only_backup(), "--case", "CV-1", "--yes")
    told = laptop.done("restore", only_backup(), "--yes").replace("\n", " ")

    assert "KML-1" in told
    assert "came back" in told
    log = laptop.run("log", "KML-1")
    assert "Risk flag raised" in log.stdout, "from the spare copy"
    assert "DD-1" in log.stderr, "which no backup has: it is still told of"
    assert "Everything in it is here already" in laptop.done("restore", only_backup(), "--yes")


def test_whom_an_erasure_took_out_no_backup_brings_back_here(laptop: Laptop) -> None:
    """It is compared with, and restored from, all the same; her name stays away."""
    laptop.done("outcome", "record", "KML-1", "--how", "moved-away", "--note", "gone", "--on", "2026-11-20", "--yes")
    laptop.done("backup", "stick")
    assert "Sreymom" in laptop.done("graduate", "show", "KML-1", "--names")
    laptop.done("graduate", "erase", "KML-1", "--yes")
    assert laptop.data("backup", "check")["compared"]["differing"] > 0
    laptop.run("restore", only_backup(), "--yes")

    assert "Sreymom" not in laptop.run("graduate", "show", "KML-1", "--names").output
    laptop.done("backup", "since")
    assert "went well" in laptop.done("backup", "drill", only_backup("since"))
    laptop.environ["FOLLOWUP_NEW_PASSPHRASE"] = NEW
    laptop.done("rekey", "--yes")
    laptop.environ["FOLLOWUP_PASSPHRASE"] = NEW
    assert laptop.done("rekey", "--dry-run").startswith("A new key"), "nothing is left under the old one"
    laptop.done("check")


def test_a_code_nobody_has(laptop: Laptop) -> None:
    """Missing, exit 2; and a part of a casebook is restored into no empty machine."""
    laptop.done("backup", "stick")
    result = laptop.run("restore", only_backup(), "--case", "ZZ-9", "--yes")
    assert (result.exit_code, "ZZ-9" not in result.stderr) == (2, True)


def test_another_casebooks_backup_is_refused(laptop: Laptop, machine: Callable[[str], Laptop]) -> None:
    """Nothing of it is written here."""
    laptop.done("backup", "stick")
    other = machine("other")
    other.done("init", "--worker", "CV")
    result = other.run("restore", only_backup(), "--yes")

    assert (result.exit_code, "another casebook" in result.stderr) == (1, True)
    assert [one["opens"] for one in other.data("backup", "list", "stick")["backups"]] == [None]


# --- passphrase and recovery keys -------------------------------------------------------------------------------------


def test_the_passphrase_is_changed(laptop: Laptop) -> None:
    """The old one opens nothing more here; backups of before keep theirs, and are opened by the key in hand."""
    laptop.done("backup", "stick")
    laptop.environ["FOLLOWUP_NEW_PASSPHRASE"] = NEW
    assert "Only the new one opens" in laptop.done("passphrase", "change")
    assert laptop.run("today").exit_code == 3
    laptop.environ["FOLLOWUP_PASSPHRASE"] = NEW
    laptop.done("today")
    laptop.done("backup", "check", only_backup())


def test_the_passphrase_is_typed(laptop: Laptop) -> None:
    """The old one, then the new one twice; a slip in the second is told."""
    laptop.environ = {**laptop.environ, "FOLLOWUP_PASSPHRASE": ""}
    result = laptop.run("passphrase", "change", typed="", passphrases=(OLD, NEW, "a slip", NEW, NEW))

    assert result.exit_code == 0
    assert "not the same" in result.stderr
    assert access.open_with_passphrase(laptop.home, NEW)


@pytest.mark.parametrize(("new", "code"), [("short", 2), ("", 2), (OLD, 1)])
def test_a_passphrase_that_cannot_be(laptop: Laptop, new: str, code: int) -> None:
    """Too short, none, or the one of now: nothing is changed."""
    laptop.environ["FOLLOWUP_NEW_PASSPHRASE"] = new
    for command in (("passphrase", "change"), ("rekey", "--yes")):
        assert laptop.run(*command).exit_code == code
    laptop.done("check")


def test_a_wrong_old_passphrase_changes_nothing(laptop: Laptop) -> None:
    """Exit 3, also while the casebook is unlocked."""
    laptop.environ |= {"FOLLOWUP_PASSPHRASE": "a wrong passphrase", "FOLLOWUP_NEW_PASSPHRASE": NEW}
    assert laptop.run("passphrase", "change").exit_code == 3
    assert access.open_with_passphrase(laptop.home, OLD)


def test_a_backup_made_under_a_clock_of_2099_does_not_end_the_reminders(laptop: Laptop) -> None:
    """Nobody knows how old it is: that is said, and another one is the newest."""
    laptop.environ["FOLLOWUP_TODAY"] = "2099-11-26"
    laptop.done("backup", "stick")
    laptop.environ["FOLLOWUP_TODAY"] = "2026-12-20"
    for words in (("today",), ("status",), ("backup", "list")):
        assert "dated 2099-11-26, after today" in " ".join(laptop.done(*words).split())
    assert laptop.data("today")["backup"]["due"]
    assert "2099" in laptop.data("backup", "check")["file"], "there is no other"

    laptop.done("backup")
    assert not laptop.data("today")["backup"]["due"]
    assert "followup-2026-12-20" in laptop.data("backup", "check")["file"]
    assert [one["on"] for one in laptop.data("backup", "list")["backups"]] == ["2026-12-20", "2099-11-26"]


def test_backups_under_a_former_name_of_the_laptop_are_rotated_too(laptop: Laptop) -> None:
    """A laptop takes a new name after a restore; the stick would fill with what was made before."""
    laptop.environ["FOLLOWUP_TODAY"] = "2026-11-01"
    laptop.done("backup", "stick")
    made = Path(only_backup())
    for day in range(1, 29):
        made.with_name(made.name.replace("2026-11-01", f"2026-10-{day:02}")).write_bytes(made.read_bytes())
    laptop.done("check", "--accept-older")
    laptop.done("backup")
    assert len(list(Path("stick").iterdir())) < 20


def test_the_backups_on_a_stick_are_listed_where_there_is_no_casebook(
    laptop: Laptop, machine: Callable[[str], Laptop]
) -> None:
    """On the day the laptop is gone nobody is sent to init: restore is what is named."""
    laptop.done("backup", "stick")
    fresh = machine("fresh")
    fresh.environ["FOLLOWUP_PASSPHRASE"] = ""
    assert "followup restore FILE" in " ".join(fresh.done("backup", "list", "stick").split())
    assert [one["opens"] for one in fresh.data("backup", "list", "stick")["backups"]] == [None]
    wrong = fresh.run("restore", "stick/none.age")
    assert (wrong.exit_code, "followup backup list FOLDER" in wrong.stderr) == (2, True)
    Path("empty").mkdir()
    assert "No backup is in this folder." in fresh.done("backup", "list", "empty")


@pytest.mark.parametrize("words", [("restore",), ("backup", "check"), ("backup", "drill")])
def test_a_slip_in_the_passphrase_of_a_backup_is_told_and_asked_again(
    laptop: Laptop, machine: Callable[[str], Laptop], words: tuple[str, ...]
) -> None:
    """Whoever is sent away types the next try into the shell, which keeps what is typed."""
    laptop.done("backup", "stick")
    fresh = machine("fresh")
    fresh.environ["FOLLOWUP_PASSPHRASE"] = ""
    result = fresh.run(*words, only_backup(), typed="yes\n", passphrases=("a slip of the hand", "", OLD))

    assert (result.exit_code, result.stderr.count("The passphrase is wrong.")) == (0, 2), result.stderr


def test_a_slip_in_the_passphrase_of_now_is_told_and_asked_again_three_times_in_all(laptop: Laptop) -> None:
    """The new one that is the one of now is asked for again as well; nothing is changed by a slip."""
    laptop.environ["FOLLOWUP_PASSPHRASE"] = ""
    assert laptop.run("passphrase", "change", typed="", passphrases=("a slip", "a slip", "a slip")).exit_code == 3
    assert access.open_with_passphrase(laptop.home, OLD)
    result = laptop.run("passphrase", "change", typed="", passphrases=("a slip", OLD, OLD, NEW, NEW))

    assert (result.exit_code, "passphrase of now: nothing was changed" in result.stderr) == (0, True), result.stderr
    assert access.open_with_passphrase(laptop.home, NEW)


def test_a_slip_in_a_recovery_key_is_told_and_asked_again(laptop: Laptop) -> None:
    """One wrong sign is called one, not another kind of key; blanks and small letters are none."""
    secret, public = keys.new_recovery_key()
    laptop.done("recovery", "add", public)
    wrong = secret[:-1] + ("Q" if secret[-1] != "Q" else "P")
    typed = (wrong, "age1typed", " ".join([secret[:20], secret[20:]]).lower(), NEW, NEW)
    result = laptop.run("passphrase", "change", "--recovery", typed="", passphrases=typed)

    assert result.exit_code == 0, result.stderr
    assert "A sign of the recovery key is wrong or missing." in result.stderr
    assert "It begins with AGE-SECRET-KEY-1." in result.stderr
    assert wrong not in result.output
    assert access.open_with_passphrase(laptop.home, NEW)


def test_a_recovery_key_that_is_younger_than_the_backup_is_not_called_another_casebooks(
    laptop: Laptop, machine: Callable[[str], Laptop]
) -> None:
    """It is the usual mistake: the sentence says what else opens the backup."""
    laptop.done("backup", "stick")
    secret, public = keys.new_recovery_key()
    laptop.done("recovery", "add", public)
    fresh = machine("fresh")
    fresh.environ |= {"FOLLOWUP_PASSPHRASE": "", "FOLLOWUP_RECOVERY_KEY": secret}
    result = fresh.run("restore", only_backup(), "--recovery", "--yes")

    assert (result.exit_code, "it was added later" in result.stderr) == (3, True)
    assert "newer backup" in result.stderr


def test_a_recovery_key_is_made_written_down_and_used(laptop: Laptop, machine: Callable[[str], Laptop]) -> None:
    """It opens the casebook when the passphrase is forgotten, and a backup on a new machine."""
    result = laptop.run("recovery", "add", typed="\n".join(["wrong", "WRONG6", ""]))
    assert result.exit_code == 130, "the paper was never read back"
    assert laptop.data("recovery", "list") == {"recovery_keys": []}

    secret, public = keys.new_recovery_key()
    assert "Added: recovery key 1" in laptop.done("recovery", "add", public)
    assert laptop.run("recovery", "add", public).exit_code == 1
    laptop.done("backup", "stick")
    laptop.environ |= {"FOLLOWUP_PASSPHRASE": "", "FOLLOWUP_RECOVERY_KEY": secret, "FOLLOWUP_NEW_PASSPHRASE": NEW}
    laptop.done("passphrase", "change", "--recovery")
    assert access.open_with_passphrase(laptop.home, NEW)

    fresh = machine("fresh")
    fresh.environ |= {"FOLLOWUP_PASSPHRASE": "", "FOLLOWUP_RECOVERY_KEY": secret, "FOLLOWUP_NEW_PASSPHRASE": NEW}
    fresh.done("restore", only_backup(), "--recovery", "--yes")
    assert access.open_with_passphrase(fresh.home, NEW).recovery == (public,)


def test_the_end_of_a_new_key_is_typed_from_the_paper(laptop: Laptop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only then it is added."""
    secret, public = keys.new_recovery_key()
    monkeypatch.setattr(keys, "new_recovery_key", lambda: (secret, public))
    result = laptop.run("recovery", "add", typed=f"nonono\n{secret[-10:-4].lower()} {secret[-4:]}\n")

    assert result.exit_code == 0
    assert "not the end of the key" in result.stderr
    assert laptop.data("recovery", "list") == {"recovery_keys": [public]}
    assert secret not in result.stdout


def test_a_recovery_key_is_printed(laptop: Laptop, monkeypatch: pytest.MonkeyPatch) -> None:
    """It opens the casebook once the page is there; the screen never shows it; without a yes nothing is made."""
    secret, public = keys.new_recovery_key()
    monkeypatch.setattr(keys, "new_recovery_key", lambda: (secret, public))
    assert laptop.run("print", "recovery").exit_code == 2
    assert laptop.run("print", "recovery", typed="\n").exit_code == 130
    assert not Path("prints").exists()
    told = laptop.done("print", "recovery", "--yes")

    assert "delete the file" in told
    assert secret[16:22] not in told
    assert laptop.data("recovery", "list") == {"recovery_keys": [public]}
    assert access.open_with_recovery(laptop.home, secret)
    assert secret[16:22] not in laptop.done("log", "office")


def test_a_page_of_a_key_that_was_not_added_is_taken_away(laptop: Laptop, monkeypatch: pytest.MonkeyPatch) -> None:
    """A key that opens nothing would be trusted until it is needed."""
    monkeypatch.setattr(Vault, "add_recovery", lambda vault, recipient: refuse())
    assert laptop.run("print", "recovery", "--yes").exit_code == 5
    assert list(Path("prints").iterdir()) == []


def refuse() -> None:
    """What a full disk says."""
    raise DiskFailure("The disk is full.")


def test_a_recovery_key_is_taken_away(laptop: Laptop) -> None:
    """By its number; what it still opens is said first."""
    laptop.done("recovery", "add", keys.new_recovery_key()[1])
    assert laptop.run("recovery", "remove", "2", "--yes").exit_code == 2
    assert laptop.run("recovery", "remove", "1").exit_code == 2
    assert laptop.run("recovery", "remove", "1", typed="\n").exit_code == 130, (
        "no is the answer of whoever presses Enter"
    )
    tried = laptop.done("recovery", "remove", "1", "--dry-run").replace("\n", " ")
    assert "still opens the backups" in tried
    assert "Nothing was written." in tried
    assert len(laptop.data("recovery", "list")["recovery_keys"]) == 1
    assert "still opens the backups" in laptop.done("recovery", "remove", "1", "--yes").replace("\n", " ")
    assert laptop.data("recovery", "list") == {"recovery_keys": []}


@pytest.mark.parametrize("given", ["age1typed", "AGE-SECRET-KEY-1TYPED"])
def test_what_is_no_recovery_key(laptop: Laptop, given: str) -> None:
    """Refused without repeating it."""
    result = laptop.run("recovery", "add", given)
    assert (result.exit_code, "typed" in result.stderr.lower()) == (2, False)


# --- a new key --------------------------------------------------------------------------------------------------------


def test_a_new_key_says_what_cannot_be_recalled_and_asks(laptop: Laptop) -> None:
    """No is the answer of whoever presses Enter; nothing is changed by a dry run."""
    assert "cannot be recalled" in laptop.done("rekey", "--dry-run").replace("\n", " ")
    result = laptop.run("rekey")
    assert (result.exit_code, result.stderr.splitlines()[0]) == (2, "--yes is missing.")
    assert laptop.run("rekey", typed="\n").exit_code == 130
    laptop.done("check")


def test_a_new_key_that_was_stopped_is_finished(laptop: Laptop) -> None:
    """The same command goes on, and asks for no passphrase; then a new one can be given."""
    access.rekey(access.open_with_passphrase(laptop.home, OLD), NEW)
    laptop.environ["FOLLOWUP_PASSPHRASE"] = NEW
    assert "sealed with an older key" in laptop.done("rekey", "--dry-run")
    assert "sealed anew" in laptop.done("rekey")
    assert "cannot be recalled" in laptop.done("rekey", "--dry-run").replace("\n", " ")
    laptop.done("check")


def test_files_put_aside_are_not_said_to_be_sealed_anew(laptop: Laptop) -> None:
    """The old key may open them: whoever gives a new one is told to take them away."""
    (laptop.home / "aside").mkdir(exist_ok=True)
    (laptop.home / "aside" / "a1.case.0f0f").write_bytes(b"damaged")
    laptop.environ["FOLLOWUP_NEW_PASSPHRASE"] = NEW
    said = " ".join(laptop.done("rekey", "--yes").split())
    assert "Not sealed anew" in said
    assert "folder aside (1)" in said


def test_another_laptop_takes_the_new_key(laptop: Laptop, machine: Callable[[str], Laptop]) -> None:
    """From a backup made since, with its passphrase; what was written there meanwhile stays, and can be merged."""
    laptop.done("backup", "stick")
    other = machine("other")
    other.done("restore", only_backup(), "--yes")
    other.add("CV-1")
    laptop.environ["FOLLOWUP_NEW_PASSPHRASE"] = NEW
    laptop.done("rekey", "--yes")
    laptop.environ["FOLLOWUP_PASSPHRASE"] = NEW
    laptop.add("DD-1")
    laptop.done("backup", "since")

    other.environ["FOLLOWUP_NEW_PASSPHRASE"] = ""
    vault = access.open_with_passphrase(other.home, OLD)
    assert vault.ring.data.generation == 1
    assert other.run("restore", only_backup("since"), "--yes").exit_code == 3, "the passphrase of now does not open it"
    result = other.run("restore", only_backup("since"), typed="yes\n", passphrases=(NEW,))
    assert "This laptop takes it" in result.stderr.replace("\n", " ")
    other.environ["FOLLOWUP_PASSPHRASE"] = NEW
    for code in ("CV-1", "DD-1", "KML-1"):
        other.done("log", code)
    other.done("check")
    laptop.done("merge", str(other.home))


def test_backups_of_before_a_new_key_still_open(laptop: Laptop, machine: Callable[[str], Laptop]) -> None:
    """Here by the keys of before; elsewhere by the passphrase of their day."""
    laptop.done("backup", "stick")
    laptop.environ["FOLLOWUP_NEW_PASSPHRASE"] = NEW
    laptop.done("rekey", "--yes")
    laptop.environ["FOLLOWUP_PASSPHRASE"] = NEW
    laptop.done("backup", "check", only_backup())
    machine("fresh").done("restore", only_backup(), "--yes")
