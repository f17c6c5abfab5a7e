"""The options that every print has."""

from pathlib import Path
from typing import Annotated

from followup.handout.paper.catalogue import Language
from followup.handout.paper.document import FOLDER
from followup.messages import say
from followup_cli.options import option, parse_path, unless_blank
from followup_cli.terminal.typed import term_parser


def parse_language(typed: str) -> Language:
    """A language, or two: ``en+km`` and ``km+en`` are the same."""
    return term_parser(Language)("en+km" if typed.strip().casefold() == "km+en" else typed)


PrintLanguage = Annotated[
    Language | None,
    option("--language", say("English, Khmer, or both."), "en|km|en+km", unless_blank(parse_language)),
]
To = Annotated[Path, option("--to", say("The folder the print goes to."), "DIR", parse_path)]
Internal = Annotated[
    bool, option("--internal", say("For staff: show everything, and say so on every page; not to leave the office."))
]
Open = Annotated[bool, option("--open", say("Show it when it is made."))]
DEFAULT_FOLDER = FOLDER
