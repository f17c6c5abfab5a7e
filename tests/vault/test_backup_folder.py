"""Folders of backups: names, rotation, and never a half file under the final name."""

import os
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followup.errors import Damaged, DiskFailure, Missing
from followup.vault import backup_folder, files
from followup.vault.backup_folder import BackupName, free_name, listed, parse_name, sign_of, to_remove, write_verified
from tests.vault.faulty_disk import FaultyDisk

TODAY = date(2026, 11, 26)
AT = datetime(2026, 11, 26, 17, 45, tzinfo=UTC)

names = st.builds(
    BackupName,
    st.dates(TODAY - timedelta(days=800), TODAY + timedelta(days=30)),
    st.from_regex(r"[0-5]{6}", fullmatch=True),
    st.just("3f9a"),
)


def test_a_name_says_when_and_where_it_was_made() -> None:
    """And is read back."""
    name = BackupName(TODAY, "174500", "3f9a")

    assert name.file == "followup-2026-11-26-174500-3f9a.age"
    assert parse_name(name.file) == name
    for strange in ("followup-2026-11-26-174500-3f9a.age.part", "followup-2026-13-26-174500-3f9a.age", "letter.age"):
        assert parse_name(strange) is None


def test_a_second_is_given_once(tmp_path: Path) -> None:
    """Two backups of one second have two names; a laptop's sign is its own."""
    first = free_name([tmp_path], TODAY, AT, "00000000000000aa")
    (tmp_path / first.file).touch()

    assert free_name([tmp_path], TODAY, AT, "00000000000000aa").time == "174501"
    assert free_name([tmp_path], TODAY, AT.replace(hour=3), "00000000000000aa").time == "174501", "the clock went back"
    assert free_name([tmp_path / "new"], TODAY, AT, "00000000000000aa").time == "174500"
    assert sign_of("00000000000000aa") != sign_of("00000000000000ab")


def test_a_backup_a_day_for_two_years_leaves_at_most_23() -> None:
    """Seven days, four weeks and twelve months, the newest of each."""
    kept: set[BackupName] = set()
    for days in range(730):
        today = TODAY - timedelta(days=730 - days)
        kept |= {BackupName(today, "090000", "3f9a"), BackupName(today, "170000", "3f9a")}
        kept -= to_remove(kept, today)
        assert len(kept) <= 23
        assert BackupName(today, "170000", "3f9a") in kept
    oldest = min(one.on for one in kept)
    assert oldest <= today - timedelta(days=300)


@given(st.sets(names, max_size=60))
def test_rotation_keeps_the_newest_and_what_is_dated_ahead(backups: set[BackupName]) -> None:
    """Whatever there is: it is idempotent, and every month of the last twelve that had one still has one."""
    kept = backups - to_remove(backups, TODAY)

    assert to_remove(kept, TODAY) == set()
    assert {one for one in backups if one.on > TODAY} <= kept
    past = [one for one in backups if one.on <= TODAY]
    if past:
        assert max(past, key=lambda one: (one.on, one.time)) in kept
    months = sorted({(one.on.year, one.on.month) for one in past}, reverse=True)[:12]
    assert set(months) <= {(one.on.year, one.on.month) for one in kept}


def test_what_was_not_verified_has_no_name(tmp_path: Path) -> None:
    """Nor does anything of it stay."""

    def refuse(_written: bytes) -> None:
        raise Damaged("changed on the way")

    with pytest.raises(Damaged):
        write_verified(tmp_path, "followup-2026-11-26-174500-3f9a.age", b"content", refuse)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_stopped_at_any_file_call_it_is_whole_or_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, after: bool
) -> None:
    """A power cut or an error; what is left half written is swept by the next one."""
    name, whole = "followup-2026-11-26-174500-3f9a.age", os.urandom(3000)
    monkeypatch.setattr(backup_folder, "sign_of", lambda _: "3f9a")
    for fault in (power_cut, io_error):
        for at in range(1, 20):
            target = tmp_path / f"{fault.__name__}-{at}-{after}"
            with monkeypatch.context() as patch, suppress(DiskFailure, PowerCut):
                patch.setattr(files, "os", FaultyDisk(at, fault, after=after))
                write_verified(target, name, whole, lambda written: None)
            assert not (target / name).exists() or (target / name).read_bytes() == whole
            backup_folder.sweep(target, "device")
            assert [one.name for one in target.iterdir()] in ([], [name])


class PowerCut(BaseException):
    """Nothing more is done: not even what stands in a finally would be, which the sweep makes up for."""


def power_cut(_name: str) -> None:
    raise PowerCut


def io_error(_name: str) -> None:
    raise OSError(5, "a fault for the test")


def test_what_a_killed_backup_left_is_swept(tmp_path: Path) -> None:
    """Only this laptop's, and no backup."""
    left = [f".followup-2026-11-26-174500-{sign_of('here')}.age.unverified"]
    left += [f"..followup-2026-11-26-174500-{sign_of('here')}.age.unverified.0123456789abcdef.tmp"]
    stays = [f".followup-2026-11-26-174500-{sign_of('there')}.age.unverified", "letter.txt"]
    stays += [f"followup-2026-11-26-174500-{sign_of('here')}.age"]
    for one in (*left, *stays):
        (tmp_path / one).touch()
    backup_folder.sweep(tmp_path, "here")

    assert {one.name for one in tmp_path.iterdir()} == set(stays)


def test_a_folder_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    """The stick may not be connected."""
    with pytest.raises(Missing, match="not there"):
        listed(tmp_path / "stick", None)


def test_strange_files_are_no_backups(tmp_path: Path) -> None:
    """And one of that name which is none is said to be another's."""
    (tmp_path / "letter.txt").touch()
    (tmp_path / "followup-2026-11-26-174500-3f9a.age").write_text("not one")
    found = listed(tmp_path, None)

    assert [(one.path.name, one.opens) for one in found] == [("followup-2026-11-26-174500-3f9a.age", None)]
