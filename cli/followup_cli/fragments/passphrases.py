"""Passphrases and recovery keys, from a person at the terminal or, in scripts, the environment; never an option."""

import os

from followup.errors import FollowupError, Invalid, Missing
from followup.messages import say
from followup_cli.terminal import person
from followup_cli.terminal.asking import print_note

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


def current_passphrase(question: str = "") -> str:
    """The passphrase of now, from the environment or the person."""
    return passphrase_in_environment() or person.ask_passphrase(question)


def backup_passphrase(question: str) -> str:
    """The passphrase of a backup that the casebook's own key does not open: of the environment, or the person."""
    if given := os.environ.get(OF_BACKUP, ""):
        return given
    return person.ask_passphrase(question) if person.on_terminal() else passphrase_in_environment()


def recovery_key() -> str:
    """A recovery key, the secret one, from the environment or typed from its sheet; blanks in it do not count."""
    given = _in_environment(RECOVERY, say("The recovery key is missing."))
    typed = given or person.ask_passphrase(say("Recovery key, from its sheet (it begins with AGE-SECRET-KEY-1): "))
    return "".join(typed.split()).upper()


def chosen_in_environment(variable: str) -> str:
    """A new passphrase from the environment, which must be one; empty if there is none but a person to ask."""
    from followup.vault.passphrase import chosen_passphrase

    given = _in_environment(variable, say("A passphrase is missing."))
    return chosen_passphrase(given, print_note) if given else ""


def choose_passphrase(variable: str = NEW) -> str:
    """A new passphrase: the one in the environment, or what a person types twice; six words are offered."""
    from followup.vault.keys import six_words

    if given := chosen_in_environment(variable):
        return given
    offered = six_words()
    while True:
        try:
            return _typed_again(_typed_or_offered(offered))
        except Invalid as error:
            _explain(error)


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


def _explain(error: FollowupError) -> None:
    print_note(f"{error.what} {error.hint}".strip())
