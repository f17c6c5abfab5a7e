"""The passphrase and the recovery keys."""

from functools import partial
from typing import TYPE_CHECKING, Annotated

from followup.case.access_words import Access
from followup.errors import Invalid
from followup.messages import say
from followup_cli import context
from followup_cli.fragments.passphrases import choose_passphrase, with_passphrase, with_recovery_key
from followup_cli.options import AsJson, DryRun, Way, Yes, argument, option, whole
from followup_cli.response import respond
from followup_cli.terminal import person
from followup_cli.terminal.notes import print_note

if TYPE_CHECKING:
    from followup.vault.vault import Vault
    from followup_cli.terminal.page import Page

CONFIRMED = 10
"""Signs of a new recovery key typed from the paper, the last two groups, to be sure that it was written down."""


def change(
    recovery: Annotated[bool, option("--recovery", say("Forgotten: open it with a recovery key instead."))] = False,
) -> None:
    """Change the passphrase: the old one is asked for, then the new one twice. The files stay as they are.

    In scripts: FOLLOWUP_PASSPHRASE is the old one, FOLLOWUP_NEW_PASSPHRASE the new one.

    Example: followup passphrase change
    """
    from followup.vault import access

    home = context.home()
    access.check_there(home)
    if recovery:
        vault = with_recovery_key(partial(access.open_with_recovery, home))
    else:
        opened_with = partial(access.open_with_passphrase, home, tell=print_note)
        vault = with_passphrase(opened_with, say("The passphrase of now: "))
    new = choose_passphrase(is_now=None if recovery else vault.is_passphrase)
    context.note_in_access_log(vault, Access.KEYS)
    vault.change_passphrase(new)
    _changed().show()


def _changed() -> "Page":
    from followup_cli.terminal.page import Page

    return (
        Page()
        .line(say("The passphrase is changed. Only the new one opens the casebook from now on."), "head")
        .text(
            say(
                "The old one still opens the backups and copies made before now. Make a backup with the new one now, "
                "and destroy the older ones if somebody may know the old passphrase: followup backup"
            )
        )
        .text(
            say("If somebody may have the old passphrase and this casebook's files, give it a new key: followup rekey")
        )
    )


# --- recovery keys ----------------------------------------------------------------------------------------------------


def add(
    public: Annotated[str, argument("[PUBLIC]", say("A public age key (age1...) made elsewhere."))] = "",
) -> None:
    """Add a recovery key: it opens the casebook and every backup made from now on when the passphrase is forgotten.

    Without PUBLIC a new one is made and shown once, to be written down; to have it on a sheet: followup print recovery

    Example: followup recovery add age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p
    """
    from followup_cli.terminal.page import Page

    vault = context.open_vault()
    if not public and not person.on_terminal():
        raise person.missing_option("PUBLIC")
    public = public or _made_and_written_down()
    context.note_in_access_log(vault, Access.KEYS)
    vault.add_recovery(public)
    page = Page().line(say("Added: recovery key {n}.", n=len(vault.recovery)), "head")
    page.text(say("Backups made before now do not open with it. Make a new one: followup backup")).show()


def _made_and_written_down() -> str:
    """A new recovery key, shown, written down by the person and typed in part; its public half."""
    from followup.services.prints.recovery import written_in_groups
    from followup.vault.keys import new_recovery_key
    from followup_cli.terminal.asking import Question, ask_person

    secret, public = new_recovery_key()
    print_note(say("Write this down on paper, for the safe. It is shown once, and kept nowhere:"))
    print_note("")
    first, *groups = written_in_groups(secret)
    for line in (first, " ".join(groups[:5]), " ".join(groups[5:])):
        print_note(f"    {line}")
    print_note("")
    print_note(
        say(
            "Whoever has it can read everything. After the first 16 signs it has no B, I, O and 1: an 8 is an 8, a 0 "
            "is a zero."
        )
    )
    ask_person(
        Question(
            "PUBLIC",
            say("Now type the last two groups from your paper"),
            needed=True,
            check=lambda typed: _check_end(typed, secret),
        )
    )
    print_note(say("Clear this window when you are done: the key is in it."))
    return public


def _check_end(typed: str, secret: str) -> str:
    if "".join(typed.split()).upper() != secret[-CONFIRMED:]:
        raise Invalid(
            say("That is not the end of the key."), say("Compare your paper with the key above, sign by sign.")
        )
    return typed


def list_(as_json: AsJson = False) -> None:
    """The recovery keys that open the casebook, by their public halves, which open nothing.

    Example: followup recovery list
    """
    keys = context.open_vault().recovery
    respond(None, as_json, lambda: _list_page(keys), lambda: {"recovery_keys": list(keys)})


def _list_page(keys: tuple[str, ...]) -> "Page":
    from followup_cli.terminal.page import Page

    page = Page()
    for number, key in enumerate(keys, 1):
        page.line(f"{number:>3}  {key}")
    if not keys:
        page.text(
            say(
                "There is no recovery key: if the passphrase is forgotten, nobody can open the casebook or its "
                "backups. Add one: followup recovery add"
            ),
            "watch",
        )
    return page


def remove(
    number: Annotated[int, argument("N", say("Its number in the list."), whole(1, 99))],
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    """Take a recovery key away: it opens nothing that is written from now on, if no copy of the casebook is older.

    Example: followup recovery remove 1 --dry-run
    """
    from followup_cli.fragments.consequences import GraveStep, take_step
    from followup_cli.terminal.page import Page

    vault = context.open_vault()
    step = GraveStep(
        look=lambda: _numbered(vault.recovery, number),
        write=lambda keys: _remove(vault, keys, number),
        page=lambda keys: _remove_page(keys, number),
        question=say("Take it away?"),
    )
    keys = take_step(None, step, Way(yes, dry_run))
    if dry_run:
        _remove_page(keys, number).line(say("Nothing was written."), "quiet").show()
        return
    Page().line(say("Taken away: recovery key {n}.", n=number), "head").show()


def _numbered(keys: tuple[str, ...], number: int) -> tuple[str, ...]:
    """All keys, if one of them has the number."""
    if number > len(keys):
        raise Invalid(say("There is no recovery key of this number."), say("See: followup recovery list"))
    return keys


def _remove(vault: "Vault", keys: tuple[str, ...], number: int) -> tuple[str, ...]:
    context.note_in_access_log(vault, Access.KEYS)
    vault.remove_recovery(keys[number - 1])
    return keys


def _remove_page(keys: tuple[str, ...], number: int) -> "Page":
    """What taking it away means: what it still opens, and whether another one is left."""
    from followup_cli.terminal.page import Page

    page = Page().line(say("Recovery key {n}: {key}", n=number, key=keys[number - 1]), "head")
    page.text(
        say(
            "It still opens the backups and copies made before now. If somebody may have it who should not, take it "
            "away and give the casebook a new key: followup rekey"
        )
    )
    if len(keys) == 1:
        page.text(say("It is the last one: only the passphrase opens the casebook then."), "watch")
    return page
