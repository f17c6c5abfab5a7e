"""``export``: what it asks, what it refuses, and what it says.

- a list needs --internal, and says why; nobody is asked where nobody sits, and --yes is named
- who could find the file is said before it is written; names are confirmed twice
- what is no list is the code of a graduate; her file is asked for whom, and how it is opened is told
"""

import pyrage
import pytest

from followup.case.consent_words import Purpose
from followup.case.facts.consents import ConsentAsked
from followup.vault import age_header
from tests.builders import a_casebook, a_graduate
from tests.cli.desk import Desk

LISTS = ("caseload", "visits", "flags", "outcomes")
KEY = pyrage.x25519.Identity.generate()


@pytest.fixture
def desk(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    book = a_casebook(a_graduate(), a_graduate("BAD-1"))
    book.write(book.find("KML-1"), ConsentAsked((Purpose.WHOLE_FILE,), (), "SN", "In her own words."))
    return Desk(book, monkeypatch)


def files(folder):
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("what", LISTS)
def test_a_list_is_for_the_office_alone_and_that_is_said(desk, tmp_path, what):
    refused = desk.run("export", what, "--yes")

    assert refused.exit_code == 2
    assert refused.stderr.startswith("--internal is missing: a list shows single people")
    assert "followup report quarter" in refused.stderr
    assert files(tmp_path) == []


def test_where_nobody_sits_yes_is_asked_for_and_nothing_is_written(desk, tmp_path):
    refused = desk.run("export", "caseload", "--internal")

    assert (refused.exit_code, files(tmp_path)) == (2, [])
    assert refused.stderr.startswith("--yes is missing.")


@pytest.mark.parametrize(
    ("typed", "written"), [("\n", []), ("no\n", []), ("yes\n", ["INTERNAL-caseload-2026-11-21.xlsx"])]
)
def test_who_could_find_it_is_said_before_it_is_written(desk, tmp_path, typed, written):
    result = desk.run("export", "caseload", "--internal", typed=typed)

    told = " ".join(result.stderr.split())
    assert "whoever finds a stick it was copied to, gets a mail it hangs on, or shares a cloud folder" in told
    assert "without a passphrase" in told
    assert files(tmp_path) == written


@pytest.mark.parametrize(
    ("typed", "written"),
    [("no\n", 0), ("\n", 0), ("yes\nno\n", 0), ("yes\n\n", 0), ("yes\nyes\n", 1)],
)
def test_names_are_confirmed_twice(desk, tmp_path, typed, written):
    result = desk.run("export", "caseload", "--internal", "--names", typed=typed)

    assert len(files(tmp_path)) == written
    assert "WHO THEY ARE" in result.stderr


def test_a_dry_run_writes_nothing_and_data_says_what_it_would(desk, tmp_path):
    data = desk.data("export", "visits", "--internal", "--csv", "--to", "office", "--dry-run")

    assert (data["file"], data["written"], data["rows"]) == ("office/INTERNAL-visits-2026-11-21.csv", False, 0)
    assert files(tmp_path) == []


def test_csv_or_xlsx_not_both(desk):
    assert desk.run("export", "flags", "--internal", "--csv", "--xlsx", "--yes").exit_code == 2


def test_a_case_that_cannot_be_read_is_named_and_the_exit_code_says_so(desk, tmp_path):
    desk.run("export", "caseload", "--internal", "--yes")
    desk.book.store.damage(desk.book.find("BAD-1"))

    result = desk.run("export", "caseload", "--internal", "--yes")

    assert result.exit_code == 4
    assert "1 case cannot be read and is NOT in it" in " ".join(result.stdout.split())
    assert "case was changed" in result.stderr
    assert len(files(tmp_path)) == 2


# --- one graduate's file ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("begin", [["export"], ["export", "file"]])
def test_the_code_of_a_graduate_is_enough(desk, tmp_path, begin):
    result = desk.run(*begin, "kml", "--given-to", "Hagar", "--key", str(KEY.to_public()), "--yes")

    assert result.exit_code == 0, result.stderr
    assert "  age -d -i KEYFILE -o file.zip followup-file-2026-11-21.zip.age" in result.stdout.splitlines()
    assert pyrage.decrypt((tmp_path / "exports" / files(tmp_path)[0]).read_bytes(), [KEY])[:2] == b"PK"


def test_a_slip_of_a_list_is_no_code(desk):
    assert "Did you mean" in desk.run("export", "caselod", "--internal").stderr


def test_for_whom_is_asked_and_where_nobody_sits_named(desk):
    refused = desk.run("export", "KML-1", "--yes")

    assert (refused.exit_code, refused.stderr.splitlines()[0]) == (2, "--given-to is missing.")


def test_a_passphrase_is_needed_where_nobody_sits_and_there_is_no_key(desk, tmp_path, monkeypatch):
    monkeypatch.setattr(age_header, "_WORK", 10)
    refused = desk.run("export", "KML-1", "--given-to", "Hagar", "--yes")
    monkeypatch.setenv("FOLLOWUP_FILE_PASSPHRASE", "six words for Hagar")
    done = desk.run("export", "KML-1", "--given-to", "Hagar", "--yes")

    assert (refused.exit_code, done.exit_code) == (2, 0)
    assert "FOLLOWUP_FILE_PASSPHRASE" in refused.stderr
    assert len(files(tmp_path)) == 1


def test_a_person_is_shown_what_goes_out_and_says_yes_last(desk, tmp_path):
    key = ["--key", str(KEY.to_public())]
    kept = desk.run("export", "KML-1", *key, typed="Hagar, Mrs Sok\n\n")
    done = desk.run("export", "KML-1", *key, typed="Hagar, Mrs Sok\nyes\n")

    for result in (kept, done):
        told = " ".join(result.stderr.split())
        assert "Name, Village" in told
        assert "cannot be taken back" in told
        assert "Sreymom" not in result.stderr + result.stdout
    assert "Written:" in done.stdout
    assert len(files(tmp_path)) == 1


def test_a_key_that_is_none_is_refused_under_its_option(desk):
    refused = desk.run("export", "KML-1", "--given-to", "Hagar", "--key", "Sokunthea", "--yes")

    assert (refused.exit_code, refused.stderr.startswith("--key: This is not a public age key.")) == (2, True)


def test_without_her_yes_the_way_on_is_named(desk):
    refused = desk.run("export", "BAD-1", "--given-to", "Hagar", "--yes")

    assert refused.exit_code == 1
    assert "followup consent ask BAD-1" in refused.stderr
