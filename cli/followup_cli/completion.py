"""What the Tab key offers in a shell: the words of an option, and codes while the casebook is open.

Commands and options are offered by Typer. Nothing here asks for a passphrase, shows a name or says what went wrong:
where something cannot be known, nothing is offered. Words that have blanks are offered with hyphens, which are read the
same, so that no shell need put them in quotes.
"""

from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from followup.casebook import Casebook

VARIABLE = "_FOLLOWUP_COMPLETE"
"""Set by the scripts of the shells where they want to know what could be typed."""
Completer = Callable[[typer.Context, str], list[str]]


def completer_of(name: str, metavar: str | None) -> Completer | None:
    """What completes the value of an option, or of an argument called ``metavar``; None where nothing does."""
    if metavar and "|" in metavar:
        return _offering(lambda _: metavar.split("|"), several=False)
    if metavar and metavar.strip("[].") in ("CODE", "OTHER") and not name.startswith("--"):
        return _offering(lambda _: _codes(), several=False)
    words = _WORDS_OF.get(name)
    return _offering(words, several=metavar in _LISTS) if words else None


def _offering(words: Callable[[typer.Context], Iterable[str]], *, several: bool) -> Completer:
    def complete(ctx: typer.Context, incomplete: str) -> list[str]:
        from followup.case.known_words import folded_word

        begun = incomplete.rpartition(",")[2] if several else incomplete
        hyphenated = (word.replace(" ", "-").replace("'", "") for word in words(ctx))
        wanted = folded_word(begun)
        # What was typed stays as it was, in whatever capitals: shells offer only what begins so, letter by letter.
        rest = [word[len(begun) :] for word in hyphenated if folded_word(word).startswith(wanted)]
        return [incomplete + (one.lower() if begun.islower() else one) for one in rest]

    return complete


# --- the words ------------------------------------------------------------------------------------------------------


def _districts(ctx: typer.Context) -> Iterable[str]:
    """The districts of the province that is on the line already, or all."""
    from followup.case.known_words import folded_word
    from followup_data import shipped

    said = folded_word(str(ctx.params.get("province") or ""))
    places = shipped.places()
    those = [districts for province, districts in places.items() if folded_word(province) == said]
    return (district for districts in those or places.values() for district in districts)


def _places(ctx: typer.Context) -> Iterable[str]:
    from followup_data import shipped

    return dict.fromkeys((*shipped.places(), *_districts(ctx)))


def _shipped(words: str) -> Callable[[typer.Context], Iterable[str]]:
    """Words that come with the program, by the name of what reads them."""

    def read(_ctx: typer.Context) -> Iterable[str]:
        from followup_data import shipped

        found: Iterable[str] = getattr(shipped, words)()
        return found

    return read


def _causes(_ctx: typer.Context) -> Iterable[str]:
    from followup.case.outcome_words import FailureCause
    from followup_cli.terminal.typed import term_words

    return term_words(FailureCause)


def _weekdays(_ctx: typer.Context) -> Iterable[str]:
    from followup.case.date_ranges import WEEKDAYS

    return WEEKDAYS


_LISTS = ("A,B", "MON,TUE")
"""How options are written that take several words with commas."""
_WORDS_OF: dict[str, Callable[[typer.Context], Iterable[str]]] = {
    "--province": _shipped("places"),
    "--district": _districts,
    "--place": _places,
    "--trade": _shipped("trades"),
    "--modules": _shipped("modules"),
    "--module": _shipped("modules"),
    "[MODULE]": _shipped("modules"),
    "--policy": _shipped("policies"),
    "--causes": _causes,
    "--cause": _causes,
    "--safe": _weekdays,
}


# --- codes ----------------------------------------------------------------------------------------------------------


def _codes() -> Iterable[str]:
    """The codes of everybody, if the casebook is open."""
    with suppress(Exception):  # a Tab key says nothing of what is damaged, locked or missing
        return sorted(_open_casebook().codes.values())
    return ()


def _open_casebook() -> "Casebook":
    """The casebook that `followup unlock` opened; Locked where that was not done. No passphrase opens it here."""
    from followup.casebook import Casebook
    from followup.vault.access import load_vault
    from followup_cli import context

    return Casebook(load_vault(context.home(), ask=None, environ={}), context.moment())
