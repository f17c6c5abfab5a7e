"""A file sealed for somebody else, so that it opens without this program: for their age key, or with a passphrase."""

from followup.errors import Invalid, Refused
from followup.messages import say
from followup.vault.age_header import with_passphrase_alone


def checked_recipient(typed: str) -> str:
    """A public age key as it was typed; Invalid for what is none."""
    import pyrage  # type: ignore[import-untyped,unused-ignore]  # it ships no types

    try:
        return str(pyrage.x25519.Recipient.from_str(typed.strip()))
    except pyrage.RecipientError as error:
        raise Invalid(
            say("This is not a public age key."),
            say("It begins with age1; whoever gets the file makes one: age-keygen"),
        ) from error


def seal_for_key(content: bytes, recipient: str) -> bytes:
    """The content as an age file that only the holder of the key opens."""
    import pyrage

    blob: bytes = pyrage.encrypt(content, [pyrage.x25519.Recipient.from_str(checked_recipient(recipient))])
    return blob


def seal_with_passphrase(content: bytes, passphrase: str) -> bytes:
    """The content as an age file that the passphrase opens; Refused where there is too little free memory."""
    import pyrage

    own = pyrage.x25519.Identity.generate()
    try:
        return with_passphrase_alone(pyrage.encrypt(content, [own.to_public()]), str(own), passphrase)
    except (MemoryError, OSError, ValueError) as error:  # what hashlib raises where memory is short
        raise Refused(
            say("There is too little free memory to seal the file with a passphrase."),
            say("Close a program and try again, or seal it for a key: --key age1..."),
        ) from error
