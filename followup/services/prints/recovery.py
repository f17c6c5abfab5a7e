"""A new recovery key on a page for the safe: made, printed, and added to the casebook, all or nothing."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path

from followup.casebook import Casebook
from followup.handout.paper.catalogue import Language, phrase
from followup.handout.paper.days import full_day
from followup.handout.paper.document import Content, PaperDocument
from followup.services.prints.printing import PrintResult, in_language, print_document

NAME = "recovery"
COMMANDS: Mapping[str, Content] = {
    "forgotten": "followup passphrase change --recovery",
    "restore": "followup restore FILE --recovery",
    "age": ["age --decrypt --identity key.txt --output casebook.tar.gz FILE", "tar -xf casebook.tar.gz"],
}
"""What is typed when the key is needed; the page says it, since the program may not be there then."""


def print_recovery(book: Casebook, language: Language, folder: Path) -> PrintResult:
    """Print a new recovery key; only then it opens the casebook.

    If it cannot be added, the page is taken away again: nobody keeps a key that opens nothing.
    """
    from followup.vault.keys import new_recovery_key

    secret, public = new_recovery_key()
    document = recovery_document(secret, public, language, book.today)
    result = print_document(
        book, document, f"{NAME}-{public[-6:]}{in_language(language)}", folder, own_words=document.texts
    )
    try:
        book.store.add_recovery(public)
    except BaseException:
        with suppress(OSError):
            result.path.unlink()
        raise
    return result


def recovery_document(secret: str, public: str, language: Language, today: date) -> PaperDocument:
    """The page of a recovery key."""
    groups = written_in_groups(secret)
    content: Mapping[str, Content] = {
        "first": groups[0],
        "lines": [groups[1:6], groups[6:]],
        "public": public,
        "made": phrase(language, NAME, "made", day=full_day(today, language)),
        **COMMANDS,
    }
    return PaperDocument(NAME, phrase(language, NAME, "title"), language, content, today)


def written_in_groups(secret: str) -> list[str]:
    """A recovery key as it is written on paper: its beginning, and groups of six signs."""
    return [secret[:16], *(secret[at : at + 6] for at in range(16, len(secret), 6))]
