"""The one way to paper: checked for names, typeset, put where it was asked for, and written into the log."""

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from followup.case.access_words import Access
from followup.case.facts import Printed
from followup.casebook import Casebook
from followup.handout.guard import Exposed, safe_filename
from followup.handout.paper.catalogue import Language, untranslated
from followup.handout.paper.document import FOLDER, PaperDocument
from followup.handout.paper.html import plain_html
from followup.handout.paper.typesetting import CannotTypeset, page_count, typeset
from followup.handout.surfaces import Handout
from followup.messages import say
from followup.services.access_log import note_access, release_logged
from followup.services.guarded_names import guard_of
from followup.store import OFFICE
from followup.values import Value


class PrintResult(Value):
    """A print that was made. ``changed`` is False where the same lay there already; ``people`` counts whom it is about,
    0 where it is about all of them together. ``untranslated`` counts texts that stand in English for want of others;
    ``check`` is what its figures are compared by, where it has figures; ``draft`` says that it may not go out,
    ``to_publish`` what can be done about that, and ``plain`` that it is a page for a browser, because this
    machine has no typesetter.
    """

    path: Path
    what: str
    about: str
    language: Language
    pages: int
    people: int
    names: bool
    internal: bool
    changed: bool
    untranslated: int
    check: str = ""
    draft: bool = False
    to_publish: str = ""
    plain: bool = False


def print_document(
    book: Casebook,
    document: PaperDocument,
    name: str,
    folder: Path,
    *,
    pdf: bytes | None = None,
    own_words: Iterable[str] = (),
    about: str = "",
    cases: tuple[str, ...] = (),
    names: bool = False,
    internal: bool = False,
) -> PrintResult:
    """Typeset a document into ``folder`` as ``name``.pdf, and write down that it was printed, of which ``cases``.

    ``pdf`` is it where it is typeset already. Without a typesetter it is a plain page, ``name``.html.

    Every text in it that is not among ``own_words``, the program's own, passes the guard; with ``names``, where names
    were asked for, only the names of folders do. Refused before anything is written.
    """
    made = _PrintFile("pdf", pdf, page_count(pdf)) if pdf else _made(document)
    handout = Handout(
        f"{safe_filename(name, 'print')}.{made.kind}",
        made.data,
        frozenset((*own_words, document.title, document.mark, safe_filename(name, "print"), FOLDER.name)),
        texts=() if names else document.texts,
    )
    note = partial(note_access, book, Access.PRINT, f"print {document.template}", cases=cases, names=names)
    guard = guard_of(book)
    with book.change_journal(OFFICE) as journal:
        guard.check_all([handout], folder)
        body = Printed(document.template, made.pages, document.language.value, about, names, internal, cases)
        changed = release_logged(journal, body, lambda: guard.release([handout], folder, note))
    return PrintResult(
        path=folder / handout.name,
        what=document.template,
        about=about,
        language=document.language,
        pages=made.pages,
        people=len(cases),
        names=names,
        internal=internal,
        changed=bool(changed),
        untranslated=len(untranslated(document.language, document.template)),
        plain=made.kind == "html",
    )


class _PrintFile(NamedTuple):
    """A print as a file of its kind, and its pages."""

    kind: str
    data: bytes
    pages: int


def _made(document: PaperDocument) -> _PrintFile:
    try:
        pdf = typeset(document)
    except CannotTypeset:
        page = plain_html(document)
        return _PrintFile("html", page.file(), page.sheets)
    return _PrintFile("pdf", pdf, page_count(pdf))


def in_language(language: Language) -> str:
    """What the name of a file in another language than English ends with: no language takes another's place."""
    return "" if language is Language.EN else f"-{language.value}"


# --- whose prints they are --------------------------------------------------------------------------------------------


def check_office_names(book: Casebook, organisation: str | None, responsible: str | None) -> None:
    """Exposed if what is to stand on prints for the office is also the name of somebody in the casebook."""
    given = {"--organisation": organisation, "--responsible": responsible}
    guard = guard_of(book) if any(given.values()) else None
    for option, text in given.items():
        if text and guard and guard.find(text):
            raise Exposed(
                say("What {option} says is also a name in the casebook: it cannot be printed.", option=option),
                say('Write it another way, such as by the post: followup office set {option} "..."', option=option),
            )


def office_on_paper(book: Casebook) -> tuple[str, str]:
    """The organisation's name and the responsible person, as they may be printed; else as `check_office_names`."""
    office = book.office
    check_office_names(book, office.organisation, office.responsible)
    return office.organisation, office.responsible
