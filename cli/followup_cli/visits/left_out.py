"""Answers of an interrupted visit that fall away, because what they answer was closed in another window meanwhile."""

from collections.abc import Iterator

from followup.case.case import Case
from followup.case.fields import Mask
from followup.messages import say
from followup_cli.terminal.form import Form
from followup_cli.terminal.notes import beginning_of, print_note


def tell_left_out(form: Form, case: Case, mask: Mask) -> None:
    """Say which answers are not written down any more, and what they said: nothing typed is lost without a word."""
    for text in (*_of_flags(form, case, mask), *_of_promises(form, case, mask)):
        print_note(text)


def _of_flags(form: Form, case: Case, mask: Mask) -> Iterator[str]:
    is_open = {flag.id for flag in case.open_flags}
    for flag in case.flags:
        if flag.id not in is_open and (said := _said(form, f"flags.{flag.id}", mask)):
            yield say("The flag {kind} was closed since. Left out: {said}", kind=flag.risk.label, said=said)


def _of_promises(form: Form, case: Case, mask: Mask) -> Iterator[str]:
    is_open = {promise.id for promise in case.open_promises}
    for promise in case.promises:
        if promise.id not in is_open and (said := _said(form, f"promises.{promise.id}", mask)):
            what = beginning_of(mask(promise.said.what))
            yield say("The promise was settled since: {what}. Left out: {said}", what=what, said=said)


def _said(form: Form, key: str, mask: Mask) -> str:
    return ", ".join(mask(answer) for answer in form.answered_under(key) if answer)
