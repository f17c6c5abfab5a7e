"""Who somebody is, taken out of the casebook: ``graduate erase``, registered under graduate."""

from typing import TYPE_CHECKING

from followup.case.fields import Mask, Private
from followup.messages import say
from followup_cli import context
from followup_cli.fragments.consequences import GraveStep, Yes, take_step
from followup_cli.graduates.erase_page import erased_data, erased_page, erasure_page
from followup_cli.options import AsJson, Code, DryRun, Names
from followup_cli.response import respond
from followup_cli.terminal import person
from followup_cli.terminal.asking import Question, ask_person, print_note
from followup_cli.terminal.days import long_day

if TYPE_CHECKING:
    from followup.casebook import Casebook
    from followup.handout.guard import Guard
    from followup.services.erasure import ErasureResult, FreeText

KEEP, REWRITE, REMOVE, THE_REST = say("keep"), say("reword"), say("remove"), say("all")


def erase(code: Code, yes: Yes = False, dry_run: DryRun = False, names: Names = False, as_json: AsJson = False) -> None:
    """Erase who she is from every file, after follow-up has ended; visits and outcomes stay, and so do all figures.

    What was written of her is shown text by text: keep it, put it in other words, or take it away; --yes takes all.

    Example: followup graduate erase K7M --dry-run
    """
    from followup.services.guarded_names import masker

    book = context.open_casebook()
    result = erase_one(book, code, masker(book, names=names), yes=yes, dry_run=dry_run, as_json=as_json)
    respond(book, as_json, erased_page, erased_data, result, dry_run=dry_run)


def erase_one(
    book: "Casebook", code: str, mask: Mask, *, yes: bool, dry_run: bool, as_json: bool, ask: bool = True
) -> "ErasureResult":
    """Erase who one graduate is, as far as people agree; texts are asked about only with ``ask``."""
    from followup.services import erasure

    decisions: dict[Private, Private | None] = {}
    asks = ask and not yes and person.on_terminal()

    def decide() -> None:
        decisions.clear()
        shown = erasure.erase(book, code, dry_run=True)
        if asks and shown.texts:
            decisions.update(_decided(shown, erasure.her_guard(book, code), mask))

    step = GraveStep(
        look=lambda: erasure.erase(book, code, dry_run=True),
        write=lambda _: erasure.erase(book, code, decisions),
        page=lambda shown: erasure_page(shown, one_by_one=asks),
        question=say("Erase who {code} is? It cannot be undone.", code=code.upper()),
        asks=lambda shown: not shown.nothing_left,
        more=decide,
    )
    return take_step(book, step, yes=yes, dry_run=dry_run, as_json=as_json)


def _decided(result: "ErasureResult", guard: "Guard", mask: Mask) -> dict[Private, Private | None]:
    """What becomes of each text, as the person says; those after "all" are taken away."""
    decided: dict[Private, Private | None] = {}
    print_note()
    print_note(say('With "{all}" a text and every one after it is taken away.', all=THE_REST))
    for number, one in enumerate(result.texts, 1):
        _show(one, number, len(result.texts), mask)
        word = ask_person(_question(one))
        if word == THE_REST:
            break
        if word == KEEP:
            decided[one.text] = None
        elif word == REWRITE:
            decided[one.text] = _reworded(guard)
    _tell(decided, len(result.texts))
    return decided


def _show(one: "FreeText", number: int, of: int, mask: Mask) -> None:
    print_note()
    print_note(say("Text {n} of {of}, {day}: {what}", n=number, of=of, day=long_day(one.on), what=mask(one.sentence)))
    print_note(mask(one.text), indent=4)
    if one.shows:
        shown = ", ".join(say(what.replace("_", " ")) for what in one.shows)
        print_note(say("It shows who she is ({what}): it cannot be kept as it is.", what=shown))


def _question(one: "FreeText") -> Question:
    words = (REWRITE, REMOVE, THE_REST) if one.shows else (KEEP, REWRITE, REMOVE, THE_REST)
    return Question("--yes", say("What is to become of it?"), needed=True, words=words)


def _reworded(guard: "Guard") -> str:
    from followup.services.erasure import check_words

    question = Question(
        "--yes", say("In other words"), needed=True, note=True, check=lambda typed: check_words(guard, typed)
    )
    return ask_person(question)


def _tell(decided: dict[Private, Private | None], texts: int) -> None:
    kept = sum(words is None for words in decided.values())
    print_note()
    print_note(
        say(
            "Texts kept: {kept}, put in other words: {reworded}, taken away: {removed}.",
            kept=kept,
            reworded=len(decided) - kept,
            removed=texts - len(decided),
        )
    )
