"""Files and argument lists that make no sense: each is answered with a sentence, none with a traceback."""

import json
import random
import re
from pathlib import Path

from tests.builders import a_graduate, a_plan
from tests.faults.casebooks import Trials
from tests.faults.table import Tally

REFERENCE = Path(__file__).parents[2] / "docs" / "reference.md"
ODD = (
    "",
    "-",
    "--",
    "=",
    "back",
    "VIS-1",
    "0",
    "-1",
    "9" * 400,
    "2026-13-40",
    "1e9",
    "\u200b",
    "ស្រី",
    "💣",
    "a" * 5000,
    "../..",
)
ODD_VALUES = (None, True, -1, 1e308, [], {}, [[]], "", "\u0000", "9" * 400, {"a": {"b": []}}, "2026-02-30", "ស្រី")
LEFT_OUT = {"unlock", "demo", "tutorial", "completion"}
"""They start something that stays, or take minutes."""
READERS = {
    "graduate add --from {file}": [a_graduate("FUZ-1", plan=a_plan())],
    "visit record --from {file}": [{"code": "VIS-1", "date": "2026-11-20", "contact": "home_visit", "note": "Well."}],
    "plan set VIS-1 --from {file}": a_plan(),
}


def files(trials: Trials, times: int) -> Tally:
    """Files of graduates, visits and plans, changed anywhere."""
    tally, chance = Tally("files that make no sense"), random.Random(5)
    trials.put_back()
    for number in range(times):
        line, right = chance.choice(list(READERS.items()))
        text = _spoilt_text(_spoilt_value(right, chance), chance)
        file = trials.files / f"fuzz.{chance.choice(('json', 'json', 'csv', 'toml', 'txt'))}"
        file.write_bytes(text)
        _answered(trials, [word.replace("{file}", str(file)) for word in line.split()], f"file {number}", tally)
    return tally


def _spoilt_value(value: object, chance: random.Random) -> object:
    if chance.random() < 0.1:
        return chance.choice(ODD_VALUES)
    if isinstance(value, dict):
        return {key + chance.choice(("",) * 20 + ("x",)): _spoilt_value(one, chance) for key, one in value.items()}
    return [_spoilt_value(one, chance) for one in value] if isinstance(value, list) else value


def _spoilt_text(value: object, chance: random.Random) -> bytes:
    text = bytearray(json.dumps(value, ensure_ascii=chance.random() < 0.5).encode())
    for _ in range(chance.choice((0, 0, 1, 3))):
        text[chance.randrange(len(text))] = chance.randrange(256)
    if chance.random() < 0.1:
        del text[chance.randrange(len(text)) :]
    return bytes(text)


def argument_lists(trials: Trials, times: int) -> Tally:
    """Commands with options, words and figures put together at random."""
    tally, chance = Tally("argument lists that make no sense"), random.Random(6)
    commands, options = words_of_the_reference()
    trials.put_back()
    for number in range(times):
        words = chance.choice(commands).split()
        for _ in range(chance.randrange(7)):
            words.append(chance.choice(options) if chance.random() < 0.6 else chance.choice(ODD))
        _answered(trials, words, f"list {number} {words}", tally)
        if number % 200 == 199:
            trials.put_back()
    return tally


def words_of_the_reference() -> tuple[list[str], list[str]]:
    """The commands and the options, as the reference names them."""
    text = REFERENCE.read_text("utf-8")
    commands = set(re.findall(r"`followup ((?:[a-z-]+ ?){1,3})", text))
    options = set(re.findall(r"(--[a-z-]+)", text))
    return sorted(one.strip() for one in commands if one.split()[0] not in LEFT_OUT), sorted(options)


def _answered(trials: Trials, words: list[str], where: str, tally: Tally) -> None:
    result = trials.run(words)
    tally.trials += 1
    if result.code not in (0, 1, 2, 3, 4, 5) or "Traceback" in result.err:
        tally.wrong += 1
        tally.note(f"{where}: {result.code} {result.err[-400:]}")
