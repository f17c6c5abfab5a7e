"""The options that every print has."""

from pathlib import Path
from typing import Annotated, NamedTuple

from followup.handout.paper.catalogue import Language
from followup.handout.paper.document import FOLDER
from followup.messages import say
from followup_cli.options import AsJson, option, parse_path, unless_blank
from followup_cli.terminal.typed import term_parser


def parse_language(typed: str) -> Language:
    """A language, or two: ``en+km`` and ``km+en`` are the same."""
    return term_parser(Language)("en+km" if typed.strip().casefold() == "km+en" else typed)


Internal = Annotated[
    bool, option("--internal", say("For staff: show everything, and say so on every page; not to leave the office."))
]


class PrintOptions(NamedTuple):
    """In which language a print is made, where it goes, and how that is told; every print has them."""

    language: Annotated[
        Language | None,
        option("--language", say("English, Khmer, or both."), "en|km|en+km", unless_blank(parse_language)),
    ] = None
    to: Annotated[Path, option("--to", say("The folder the print goes to."), "DIR", parse_path)] = FOLDER
    open_it: Annotated[bool, option("--open", say("Show it when it is made."))] = False
    as_json: AsJson = False
