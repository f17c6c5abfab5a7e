"""Who somebody is, taken out of the casebook: ``graduate erase``, registered under graduate."""

from functools import partial
from typing import TYPE_CHECKING

from followup.messages import say
from followup_cli import context
from followup_cli.options import AsJson, Code, DryRun, Names, Way, Yes
from followup_cli.response import respond
from followup_cli.terminal import person

if TYPE_CHECKING:
    from followup.case.fields import Mask
    from followup.casebook import Casebook
    from followup.services.erasure import Decisions, ErasureResult
    from followup_cli.fragments.consequences import GraveStep


def erase(code: Code, yes: Yes = False, dry_run: DryRun = False, names: Names = False, as_json: AsJson = False) -> None:
    """Erase who she is from every file, after follow-up has ended; visits and outcomes stay, and so do all figures.

    What was written of her is shown text by text: keep it, put it in other words, or take it away; --yes takes all.
    Your answers are kept, so you can stop and go on later.

    Example: followup graduate erase K7M --dry-run
    """
    from followup.services.guarded_names import masker
    from followup_cli.graduates.erase_page import erased_data, erased_page

    book = context.open_casebook()
    result = erase_one(book, code, masker(book, names=names), Way(yes, dry_run, as_json))
    respond(book, as_json, erased_page, erased_data, result, dry_run=dry_run)


def erase_one(book: "Casebook", code: str, mask: "Mask", way: Way, *, ask: bool = True) -> "ErasureResult":
    """Erase who one graduate is, as far as people agree; what becomes of each text is asked only with ``ask``."""
    from followup.services import erasure
    from followup_cli.fragments.consequences import GraveStep, fill_step, take_step
    from followup_cli.graduates.erase_page import erasure_page

    def step_of(decisions: "Decisions | None") -> "GraveStep[ErasureResult]":
        return GraveStep(
            look=lambda: erasure.erase(book, code, decisions, dry_run=True),
            write=lambda _: erasure.erase(book, code, decisions),
            page=lambda shown: erasure_page(shown, decisions),
            question=say("Erase who {code} is? It cannot be undone.", code=code.upper()),
            asks=lambda shown: not shown.nothing_left,
        )

    if ask and person.on_terminal() and not (way.yes or way.dry_run):
        result = erasure.erase(book, code, dry_run=True)
        if result.texts:
            from followup_cli.graduates.erase_ask import ask_decisions, form_about_texts

            form = form_about_texts(book, result.code, mask)
            ask_each = partial(ask_decisions, book, result, mask=mask)
            return fill_step(book, form, ask_each, step_of, dry_run=False)
    return take_step(book, step_of(None), way)
