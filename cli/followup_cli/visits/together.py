"""One visit that served several graduates of a house: each has an entry of her own, with nothing of another's in it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from followup.casebook import Casebook
from followup.errors import Refused
from followup.messages import say
from followup.services import visits
from followup.services.households import others_in_house
from followup_cli.terminal.notes import print_note
from followup_cli.terminal.page import Page
from followup_cli.visits.form_options import visit_from_form, which_visit

if TYPE_CHECKING:
    from followup.services.visits import VisitResult

SHARED = ("date", "contact", "went")
"""What is true of all of them. Notes, scores, figures, flags and promises are of one alone."""


def check_others(book: Casebook, code: str, others: Sequence[str], form: dict[str, Any]) -> list[str]:
    """The codes of the others, each once; Refused before anything is written or asked where one cannot be met so."""
    ids = [book.find(code), *map(book.find, others)]
    if len(set(ids)) < len(ids):
        raise Refused(say("One graduate is named twice."), say("Name with --also who else was met."))
    shared = {key: form[key] for key in SHARED if key in form}
    for other in ids[1:] if "contact" in form else ():
        visits.record(book, book.codes[other], visit_from_form(shared, book), dry_run=True)
    return [book.codes[one] for one in ids[1:]]


def record_others(
    book: Casebook, first: "VisitResult", others: Sequence[str], *, asked: bool, names: bool, dry_run: bool
) -> "list[VisitResult]":
    """The same visit for the others: as far as it is the same; where a person is ``asked``, the rest as well."""
    said = first.visit.said
    form = {"date": first.visit.on, "contact": said.contact.value, "went": list(said.went)}
    form = {key: value for key, value in form.items() if value}
    results = []
    for code in others:
        if asked:
            from followup_cli.visits.ask import ask_and_record_visit

            print_note(say("Now the same visit for {code}, with answers of her own.", code=code))
            result = ask_and_record_visit(book, book.find(code), dict(form), names=names, dry_run=dry_run)
        else:
            own = form | which_visit(book, code, form)
            result = visits.record(book, code, visit_from_form(own, book), dry_run=dry_run)
        results.append(result)
    return results


def own_answers_page(result: "VisitResult") -> Page:
    """That of her only the day is written down, how she was met and who went; and how the rest is added."""
    edit = say("followup visit edit {code} --on {day}", code=result.case.code, day=result.visit.on)
    return Page().pair("", say("Her own notes and scores are not written down yet: {command}", command=edit), "watch")


def house_page(book: Casebook, result: "VisitResult") -> Page:
    """Who else lives in the house, after a meeting in person, where nobody said whether she was met too."""
    others = others_in_house(book, result.case) if result.visit.said.contact.in_person and not result.unchanged else ()
    page = Page()
    for code in others:
        how, day = result.visit.said.contact.value.replace("_", "-"), result.visit.on
        command = say("followup visit record {code} --on {day} --contact {how}", code=code, day=day, how=how)
        page.pair("", say("{code} lives in the same house. If she was met too: {command}", code=code, command=command))
    return page
