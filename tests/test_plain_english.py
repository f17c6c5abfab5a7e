"""What people read is plain English: no riddles, and one visit is never *1 visits*.

A sentence that counts says both, ``say_count(n, "1 visit", "{n} visits")``, or names what it counts first, *Visits: 1*.
"""

import ast
import re
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from followup.messages import say_count
from followup_cli.app import app
from tests.cli.test_reading import all_commands

ROOT = Path(__file__).parents[1]
RIDDLES = re.compile(
    r"\b[Ss]tands?\b|\bstood\b|cannot be meant|to be meant|because rarer|are no people|made anew|, not before\."
    r"|for want of|called so\.|cannot lie\b|leave away|other numbers since"
)
COUNTED = re.compile(
    r"\{(\w+)\} (?:(?!with|of|are|answers)[a-z]+ )?(?!answers a)(visits|days|months|hours|minutes"
    r"|weeks|entries|answers|rows|pages|tries|attempts|flags|graduates|partners|customers|harvests|animals|instalments|files|texts|scores|contacts|promises|lessons|shops)\b"
)
NEVER_ONE = {
    "{low} to {high} customers a day": "the higher of two different numbers",
    "{partners} partners share fewer than {customers} customers a day{price}.": "two or more share",
    "{partners} partners, and nobody is in charge.": "two or more",
    "All {partners} partners are graduates with the same one trade.": "two or more",
    "{owed} is to be paid back, more than {months} months of takings.": "a threshold",
    "Every {n} months from visit {k} on; she agreed, and somebody else saw it.": "every month is another sentence",
    "Not met for {days} days, since {day}.": "60 or more",
    "not met for {n} days": "60 or more",
    "not met for {n} days; {visit}: go now": "60 or more",
    "Takings under costs {n} months running: {figures}.": "a threshold, two",
    "{n} visits overdue in a row.": "a threshold, two",
    "{days}, {n} visits": "one is said without it",
    "and {n} more flags": "one is said beside it",
    "In the last {n} months {share} a month was left for her; she must take home {needed}.": "a threshold",
    "These are {n} days. Is the year right?": "asked of long leave only",
    "They begin more than a year ahead, in {n} days.": "more than a year",
    "It is less than {n} days from visit {other}.": "a policy's least days between two visits",
    "{n} attempts in a row: {list}.": "three or more",
    "{n} tries failed in a row, the last on {day}: {reason}.": "one is another sentence",
    "{n} instalments of the loan missed, the last due on {day}": "one is another sentence",
    "{first} to {last} days": "the higher of two different numbers",
    "{n} days and more": "a band of the report",
    "Up to {last} days": "a band of the report",
    "At {n} months, if no contact is taken for not known instead of failure": "12 or more",
    "a window of {days} days": "10 or 14",
    "With a window of {days} days: {trips}, and {own} with this one, both planned at once; "
    "{left} without a day.": "10 or 14",
    "{n} visits on average": "a figure with two places",
    "The last backup is {n} days old. Make one: followup backup": "told after a week",
    "{n} months": "a mark of the curve, a milestone, or a figure with a digit after the dot",
    "{first}–{last} months": "the higher of two different numbers",
    "Sheet {sheet} goes on to cell {cell} or further. Up to {rows} rows and {columns} columns can be read.": "a limit",
    "{first} months and more": "a band of the report",
    "The casebook can stay unlocked for 1 to {most} minutes.": "a limit",
    "Failures in the first {n} months at home, as of {day}": "12",
    "Counted: {n}. Left out: home for less than {months} months: {recent}; not followed for so long: {left}.": "12",
    "Failures in the first {n} months at home for what the module is to prevent, at the end of {quarter}": "12",
    "Failures in the first {n} months at home for a cause that the module could have prevented, named first or not, "
    "among those who took the module and those who did not.": "12",
    "No failure in the first {n} months at home.": "12",
    "From {first} up to and including {last}: {n} days; working days: {working}.": "one day is named alone",
    "Up to {n} days pass between two visits.": "a wide gap only",
    "Note: up to {days} days pass without a visit, before visit {k}.": "a wide gap only",
    "{quarter} was published with {n} of {of} visits done when due, and {now} of {now_of} are known now; the rest was "
    "written down or put right since.": "a whole quarter's",
}
"""Sentences in which the number cannot be one, and why."""


def said(name):
    """Every template given to a function of that name, with where it is."""
    for folder in ("followup", "cli"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == name:
                    yield from ((f"{path.name}:{node.lineno}", one.value) for one in node.args if is_text(one))


def is_text(node):
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def test_no_sentence_is_a_riddle():
    every = [*said("say"), *said("say_count"), *said("Question")]

    assert len(every) > 2_000
    assert [one for one in every if RIDDLES.search(one[1])] == []


def test_no_page_of_help_is_a_riddle():
    for words in all_commands(typer.main.get_command(app)):
        told = CliRunner().invoke(app, [*words.split(), "--help"]).stdout
        assert not RIDDLES.search(" ".join(told.split())), words


def test_a_sentence_that_counts_says_what_one_is():
    counting = {text: where for where, text in said("say") if COUNTED.search(text)}

    assert {where: text for text, where in counting.items() if text not in NEVER_ONE} == {}
    assert NEVER_ONE.keys() <= counting.keys(), NEVER_ONE.keys() - counting.keys()


@pytest.mark.parametrize(("number", "words"), [(0, "0 visits"), (1, "1 visit"), (2, "2 visits"), ("1", "1 visit")])
def test_one_is_one_and_nothing_else_is(number, words):
    assert say_count(number, "1 visit", "{n} visits") == words


def test_what_is_said_beside_the_number_is_filled_in_either_way():
    assert [say_count(n, "{a}: 1 day", "{a}: {n} days", a="Late") for n in (1, 2)] == ["Late: 1 day", "Late: 2 days"]


def test_no_golden_page_says_one_of_many():
    one_of_many = re.compile(
        r"(?<![\d.,–-])\b1 (?:(?!with|of)[a-z]+ )?(visits|days|months|entries|rows|pages|tries|flags|files)\b"
    )

    for path in sorted((ROOT / "tests" / "golden").glob("*.txt")):
        assert not one_of_many.search(path.read_text("utf-8")), path.name
