"""Where files are put: into no folder that names somebody, over nothing of somebody else's, and nothing half done."""

from pathlib import Path

import pytest

from followup.errors import Refused
from followup.handout.calendar import calendar_files, random_stem
from followup.handout.delivery import is_there, put_in_folder
from followup.handout.guard import Exposed, Guard
from followup.handout.surfaces import Handout
from tests.builders import unnoted
from tests.handout.calendars import a_guard, an_event, one_file

PLAIN = Guard([])


def a_file(name: str = "visits.ics", folder: str = "") -> Handout:
    return Handout(name, one_file([an_event()]), folder=folder)


def a_table(rows: str, name: str = "list.csv") -> Handout:
    return Handout(name, f"code,note\r\n{rows}\r\n".encode())


def everything_in(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


# --- folders --------------------------------------------------------------------------------------------------------


@pytest.fixture
def home(tmp_path, monkeypatch) -> Path:
    """A user's home, called like the graduate: her own name is on no laptop's list of what may not be."""
    place = tmp_path / "Rumdoul"
    place.mkdir()
    monkeypatch.setattr(Path, "home", lambda: place)
    monkeypatch.chdir(place)
    return place


@pytest.mark.parametrize("out", ["Rumdoul/calendar", "files/for rumdoul/calendar", "calendar/Rumdoul", "RumdoulVisits"])
@pytest.mark.parametrize("there", [True, False])
def test_no_folder_on_the_way_may_name_somebody_whether_it_is_there_or_not(home, out, there):
    if there:
        (home / out).mkdir(parents=True)

    for folder in (Path(out), home / out):
        with pytest.raises(Exposed, match="name of a folder") as refused:
            a_guard(village="Rumdoul").release([a_file()], folder, unnoted)

        assert "rumdoul" not in f"{refused.value.what}{refused.value.hint}".lower()
    assert everything_in(home) == set()


def test_a_link_into_a_folder_named_after_somebody_is_followed(home):
    (home / "files" / "Rumdoul").mkdir(parents=True)
    (home / "calendar").symlink_to(home / "files" / "Rumdoul", target_is_directory=True)

    with pytest.raises(Exposed):
        a_guard(village="Rumdoul").check_all([a_file()], home / "calendar")


def test_what_lies_above_the_home_and_the_home_itself_are_nobody_s_choice(home):
    a_guard(village="Rumdoul").release([a_file()], home / "calendar", unnoted)

    assert everything_in(home) == {"calendar/visits.ics"}


def test_outside_the_home_the_folders_to_be_made_and_the_last_one_count(tmp_path):
    (tmp_path / "Rumdoul").mkdir()
    guard = a_guard(village="Rumdoul")

    for folder in (tmp_path / "new" / "rumdoul" / "calendar", tmp_path / "Rumdoul"):
        with pytest.raises(Exposed):
            guard.check_all([a_file()], folder)
    guard.check_all([a_file()], tmp_path / "Rumdoul" / "calendar")


def test_several_folders_are_checked_before_a_byte_is_written(tmp_path):
    hers = Handout("own.ics", one_file([an_event(summary="Rumdoul")]), folder="one-by-one")

    with pytest.raises(Exposed):
        a_guard(name="Rumdoul").release([a_file(), hers], tmp_path / "out", unnoted)

    assert list(tmp_path.iterdir()) == []


def test_each_file_goes_into_its_folder(tmp_path):
    changed = PLAIN.release([a_file(), a_file(folder="one-by-one")], tmp_path, unnoted)

    assert changed == (tmp_path / "visits.ics", tmp_path / "one-by-one" / "visits.ics")
    assert PLAIN.release([a_file(), a_file(folder="one-by-one")], tmp_path, unnoted) == ()


def test_a_folder_of_the_programs_own_may_be_called_like_somebody_and_no_other(tmp_path):
    guard = a_guard(nickname="One")
    own = Handout("visits.ics", one_file([an_event()]), frozenset({"one-by-one"}), "one-by-one")

    guard.check_all([own], tmp_path)
    with pytest.raises(Exposed):
        guard.check_all([a_file(folder="one-by-one")], tmp_path)


# --- the program's own random names ---------------------------------------------------------------------------------


def test_a_random_file_name_that_spells_a_short_name_stops_nothing(tmp_path):
    stem = next(
        stem for stem in map(random_stem, map(str, range(10_000))) if stem.endswith("da") and stem[-3].isdigit()
    )
    guard = a_guard(name="Da")

    for part in calendar_files(stem, "Calendar", [an_event(1), an_event(2)], fixed=frozenset({stem}), most=700):
        guard.check(part)
    with pytest.raises(Exposed):
        guard.check(calendar_files(stem, "Calendar", [an_event()])[0])
    with pytest.raises(Exposed):
        guard.check(Handout("calendar-1-da.ics", one_file([an_event()]), frozenset({stem})))


def test_no_casebook_is_refused_its_export_for_its_random_names():
    guard = Guard([("name", name) for name in ("Da", "Fa", "Be", "De", "Ea", "Bee", "Ada", "Deb")])

    for seed in range(300):
        stem = random_stem(f"case {seed}")
        (own,) = calendar_files(stem, "Meeting", [an_event(seed)], fixed=frozenset({"Meeting", stem}))
        guard.check(own)


# --- files that are there already -----------------------------------------------------------------------------------


@pytest.mark.parametrize("before", [b"BEGIN:VCALENDAR\r\nPRODID:-//Phone//EN\r\n", b"my own notes"])
def test_a_calendar_of_another_program_is_not_overwritten(tmp_path, before):
    (tmp_path / "visits.ics").write_bytes(before)

    with pytest.raises(Refused, match="is there already"):
        PLAIN.release([a_file("other.ics"), a_file()], tmp_path, unnoted)

    assert everything_in(tmp_path) == {"visits.ics"}
    assert (tmp_path / "visits.ics").read_bytes() == before


def test_a_table_is_overwritten_only_by_one_with_the_same_headings(tmp_path):
    PLAIN.release([a_table("K7M,well")], tmp_path, unnoted)
    PLAIN.release([a_table("K7M,better")], tmp_path, unnoted)
    (tmp_path / "hers.csv").write_text("name,phone\r\nx,y\r\n", encoding="utf-8")

    with pytest.raises(Refused, match="is there already"):
        PLAIN.release([a_table("K7M,best"), a_table("K7M,best", "hers.csv")], tmp_path, unnoted)

    assert b"better" in (tmp_path / "list.csv").read_bytes()


def test_a_folder_where_a_file_is_to_be_is_no_fault_of_the_disk(tmp_path):
    (tmp_path / "visits.ics").mkdir()

    with pytest.raises(Refused, match="is there already"):
        PLAIN.release([a_file()], tmp_path, unnoted)


def test_an_older_calendar_of_ours_and_an_empty_file_are_replaced(tmp_path):
    (tmp_path / "visits.ics").write_bytes(one_file([an_event(9)]))
    (tmp_path / "other.ics").touch()

    assert len(PLAIN.release([a_file(), a_file("other.ics")], tmp_path, unnoted)) == 2


@pytest.mark.parametrize("at", [0, 70_000, -1])
def test_a_large_file_is_written_again_wherever_it_differs(tmp_path, at):
    table = a_table("K7M,well\r\n" * 20_000)
    before = bytearray(table.data)
    before[at] ^= 1
    (tmp_path / "list.csv").write_bytes(before)

    assert not is_there(tmp_path / "list.csv", table.data)
    assert put_in_folder([table], tmp_path) == (tmp_path / "list.csv",)
    assert put_in_folder([table], tmp_path) == ()


def test_what_a_killed_export_left_is_taken_away_by_the_next(tmp_path):
    (tmp_path / ".calendar-x1y2z3_4.part").write_bytes(b"half")
    (tmp_path / "somebody.part").write_bytes(b"else's")

    PLAIN.release([a_file()], tmp_path, unnoted)

    assert everything_in(tmp_path) == {"visits.ics", "somebody.part"}


def test_an_export_that_is_killed_leaves_nothing_but_what_the_next_one_takes_away(tmp_path, monkeypatch):
    def killed(*_: object, **__: object) -> None:
        raise SystemExit

    monkeypatch.setattr(Path, "replace", killed)
    monkeypatch.setattr(Path, "unlink", killed)  # nothing is put right after a kill
    with pytest.raises(SystemExit):
        PLAIN.release([a_file()], tmp_path, unnoted)
    monkeypatch.undo()
    assert len(everything_in(tmp_path)) == 1

    PLAIN.release([a_file()], tmp_path, unnoted)

    assert everything_in(tmp_path) == {"visits.ics"}
