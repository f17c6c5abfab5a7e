"""Passphrases and recovery keys, from a person at the terminal or, in scripts, the environment; never an option."""

import os
from collections.abc import Callable
from typing import TypeVar

from followup.errors import Invalid, Missing, Refused
from followup.messages import say
from followup_cli.terminal import person
from followup_cli.terminal.notes import print_note

Opened = TypeVar("Opened")
NOW, NEW, RECOVERY = "FOLLOWUP_PASSPHRASE", "FOLLOWUP_NEW_PASSPHRASE", "FOLLOWUP_RECOVERY_KEY"
OF_BACKUP = "FOLLOWUP_BACKUP_PASSPHRASE"


def passphrase_in_environment() -> str:
    """The passphrase of now in the environment; empty if there is none but a person to ask, Missing if neither."""
    return _in_environment(NOW, say("A passphrase is missing."))


def _in_environment(variable: str, missing: str) -> str:
    given = os.environ.get(variable, "")
    if not given and not person.on_terminal():
        raise Missing(missing, say("Set {variable}, or run on a terminal.", variable=variable))
    return given


def with_passphrase(opened_with: Callable[[str], Opened], question: str = "") -> Opened:
    """What the passphrase of now opens: from the environment, or the person, who is asked again after a slip."""
    return _opened(opened_with, passphrase_in_environment(), question)


def with_backup_passphrase(opened_with: Callable[[str], Opened], question: str) -> Opened:
    """What the passphrase of a backup opens, where the casebook's own key does not."""
    given = os.environ.get(OF_BACKUP, "")
    if not given and not person.on_terminal():
        given = passphrase_in_environment()
    return _opened(opened_with, given, question)


def with_recovery_key(opened_with: Callable[[str], Opened]) -> Opened:
    """What a recovery key opens, the secret one, typed from its sheet; blanks and small letters do not count."""
    given = _in_environment(RECOVERY, say("The recovery key is missing."))
    question = say("Recovery key, from its sheet (it begins with AGE-SECRET-KEY-1): ")
    return _opened(lambda typed: opened_with("".join(typed.split()).upper()), given, question)


def _opened(opened_with: Callable[[str], Opened], given: str, question: str) -> Opened:
    from followup.vault.access import asked_again

    return asked_again(opened_with, given, lambda: person.ask_passphrase(question), print_note)


def chosen_in_environment(variable: str) -> str:
    """A new passphrase from the environment, which must be one; empty if there is none but a person to ask."""
    from followup.vault.passphrase import chosen_passphrase

    given = _in_environment(variable, say("A passphrase is missing."))
    return chosen_passphrase(given, print_note) if given else ""


def choose_passphrase(variable: str = NEW, is_now: Callable[[str], bool] | None = None) -> str:
    """A new passphrase: the one in the environment, or what a person types twice; six words are offered.

    Refused, or asked for again, where ``is_now`` says that it is the one there is.
    """
    from followup.vault.keys import six_words

    if given := chosen_in_environment(variable):
        return _another(given, is_now)
    offered = six_words()
    while True:
        try:
            return _typed_again(_another(_typed_or_offered(offered), is_now))
        except (Invalid, Refused) as error:
            print_note(f"{error.what} {error.hint}".strip())


def _another(passphrase: str, is_now: Callable[[str], bool] | None) -> str:
    if is_now and is_now(passphrase):
        raise Refused(say("That is the passphrase of now: nothing was changed."), say("Choose another one."))
    return passphrase


def _typed_or_offered(offered: str) -> str:
    """The passphrase that a person types, or takes as offered: shown where it does not stay on the terminal."""
    from followup.vault.passphrase import chosen_passphrase
    from followup_cli.terminal.pager import out_of_scrollback

    with out_of_scrollback():
        print_note(say("A passphrase for you, six words: {words}", words=offered))
        print_note(say("Write them on paper now. Keep the paper in a safe place, away from this laptop."))
        typed = person.ask_passphrase(say("Press Enter to take it, or type your own: ")) or offered
    return chosen_passphrase(typed, print_note)


def _typed_again(passphrase: str) -> str:
    """The passphrase, once the person has typed it a second time."""
    from followup.vault.passphrase import normal_passphrase

    again = person.ask_passphrase(say("Type it again, to be sure you have it: "))
    if normal_passphrase(again) != passphrase:
        raise Invalid(say("The two are not the same."))
    return passphrase
