"""``followup schedule preview``: the what-if calculator, as it is typed."""

import json
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from followup.errors import FollowupError, Invalid, Missing
from followup_cli.schedules.preview_command import preview
from tests.schedule.worked_examples import EXAMPLES, IDS

app = typer.Typer(pretty_exceptions_enable=False)
app.command()(preview)


def run(*typed: str) -> str:
    outcome = CliRunner().invoke(app, list(typed))
    if outcome.exception and not isinstance(outcome.exception, SystemExit):
        raise outcome.exception
    assert outcome.exit_code == 0, outcome.output
    return outcome.stdout


def data(*typed: str) -> dict[str, Any]:
    envelope = json.loads(run(*typed, "--json"))
    assert envelope["format"] == "followup/1"
    found: dict[str, Any] = envelope["data"]
    return found


def options(given: dict[str, Any]) -> list[str]:
    week = {"none": "all", "weekends": "weekdays", "kh": "KH"}[given["calendar"]]
    typed = [f"--return={given['reintegration']}", f"--visits={given['visits']}", f"--workdays={week}"]
    typed += [f"--{name.replace('_', '-')}={given[name]}" for name in ("window", "fallback", "min_gap")]
    typed += [f"--leave={first}..{last}" for first, last in given.get("leave", ())]
    typed += [f"--avoid={first}..{last}" for first, last in given.get("blackout", ())]
    typed += [f"--frozen={k}={day}" for k, day in given.get("frozen", {}).items()]
    typed += [
        f"--pause={pause['from']}..{pause['until']}{':extend' if pause['mode'] == 'extend' else ''}"
        for pause in given.get("pauses", ())
    ]
    if "safe_weekdays" in given:
        names = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
        typed.append(f"--safe={','.join(names[weekday] for weekday in given['safe_weekdays'])}")
    typed += [f"--{name.replace('_', '-')}={given[name]}" for name in ("end", "last_contact") if name in given]
    if extra := given.get("extra_contacts"):
        typed += [f"--extra-months={extra['months']}", f"--extra-window={extra['window']}"]
        typed += [f"--extra-gap={extra['min_gap']}"]
    return typed


@pytest.mark.parametrize("example", EXAMPLES, ids=IDS)
def test_every_worked_example_can_be_typed(example: dict[str, Any]) -> None:
    expected = example["expected"]

    found = data(*options(example["input"]))

    assert [slot["due"] for slot in found["slots"]] == expected["due"]
    assert [slot["date"] for slot in found["slots"]] == expected["dates"]
    assert [slot["state"] for slot in found["slots"]] == expected["status"]
    assert found.get("extras") == expected.get("extras")


def test_a_slot_is_told_by_number_due_date_date_and_state() -> None:
    first = data("--return", "2025-10-15")["slots"][5]

    assert first == {"k": 6, "due": "2026-04-15", "date": "2026-04-13", "state": "shifted"}


def test_the_table_says_why_a_visit_moves_and_that_holidays_are_estimates() -> None:
    outcome = CliRunner().invoke(app, ["--return", "2025-10-15"])

    assert "public holiday" in outcome.stdout
    assert "estimates" in outcome.stderr
    assert len(outcome.stdout.splitlines()) == 37


def test_the_table_warns_of_a_long_time_without_a_visit() -> None:
    outcome = CliRunner().invoke(app, ["--return", "2025-02-15", "--leave", "2025-07-26..2025-09-05"])

    assert "without a visit" in outcome.stderr


def test_extra_contacts_stand_in_the_table_too() -> None:
    assert "before 2" in run("--return", "2025-03-12", "--extra-months", "3")


@pytest.mark.parametrize(
    "content", ['["2026-02-12", "2026-02-13"]', "2026-02-12\n\n2026-02-13\n", "\ufeff2026-02-12\n"]
)
def test_the_offices_own_holidays_take_the_place_of_the_countrys(tmp_path: Path, content: str) -> None:
    own = tmp_path / "holidays.txt"
    own.write_text(content, encoding="utf-8")

    slots = data("--return", "2026-01-12", "--holidays", str(own))["slots"]

    assert slots[0]["date"] == "2026-02-11"
    assert data("--return", "2026-04-01", "--holidays", str(own))["slots"][0]["date"] == "2026-05-01"


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xfe2\x000\x00",
        b"[1, 2]",
        b'{"a": 1}',
        b"[",
        b'["2026-02-30"]',
        b"2026-02-30\n",
        b"today\n",
        b"x" * 2_000_000,
    ],
)
def test_a_file_that_is_no_list_of_dates_is_refused(tmp_path: Path, content: bytes) -> None:
    own = tmp_path / "holidays.txt"
    own.write_bytes(content)

    with pytest.raises(Invalid):
        run("--return", "2026-01-12", "--holidays", str(own))


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    for missing in (tmp_path / "none.json", tmp_path):
        with pytest.raises(Missing):
            run("--return", "2026-01-12", "--holidays", str(missing))


@pytest.mark.parametrize(
    "typed",
    [
        ["--return", "2026-02-30"],
        ["--return", "9997-01-01"],
        ["--return", "9990-01-01", "--visits", "600"],
        ["--return", "9999-12-31"],
        ["--return", "2026-01-12", "--visits", "0"],
        ["--return", "2026-01-12", "--visits", "601"],
        ["--return", "2026-01-12", "--visits", "many"],
        ["--return", "2026-01-12", "--window", "-3"],
        ["--return", "2026-01-12", "--min-gap", "9999"],
        ["--return", "2026-01-12", "--leave", "2026-03-02..2026-03-01"],
        ["--return", "2026-01-12", "--pause", "2026-03-01..2026-03-01"],
        ["--return", "2026-01-12", "--pause", "2026-03-01..9000-03-01:extend"],
        ["--return", "2026-01-12", "--frozen", "37=2026-03-01"],
        ["--return", "2026-01-12", "--frozen", "0=2026-03-01"],
        ["--return", "2026-01-12", "--safe", "funday"],
        ["--return", "2026-01-12", "--safe", ""],
        ["--return", "2026-01-12", "--workdays", "sometimes"],
        ["--return", "2026-01-12", "--workdays", "xx"],
        ["--return", "2026-01-12", "--end", "soon"],
        ["--return", "2026-01-12", "--extra-months", "-1"],
    ],
)
def test_bad_input_is_refused_with_a_sentence_that_does_not_repeat_it(typed: list[str]) -> None:
    with pytest.raises(FollowupError) as refused:
        run(*typed)

    assert refused.value.code == 2
    assert typed[-1] == "" or typed[-1] not in refused.value.what.split() + refused.value.hint.split()
