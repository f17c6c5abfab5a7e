"""Invented risk flags: what was seen, what was found when it was looked at again, how it was cleared."""

from datetime import date, timedelta
from random import Random
from typing import Any

from followup.case.codes import Severity
from followup.demo.story import Answer

Form = dict[str, Any]
"""A flag as an enrolment form writes it."""


def worries(
    lists: dict[str, Any], rng: Random, chance: float, returned: date, until: date
) -> tuple[list[Form], list[Answer]]:
    """The flags of one graduate between her return and ``until``, and what became of those that were answered.

    ``chance``, from 0 up to 1, says how grave those still open are.
    """
    forms: list[Form] = []
    answers: list[Answer] = []
    if (until - returned).days > 120 and rng.random() < 0.4:
        form, answer = _settled(lists, rng, returned, until)
        forms.append(form)
        answers.append(answer)
    for severity in _open(chance) if (until - returned).days > 14 else ():
        raised = max(returned, until - timedelta(days=rng.randint(3, 60)))
        forms.append(_flag(lists, rng, severity, raised))
        if rng.random() < 0.65 and (until - raised).days > 6:
            again = until - timedelta(days=rng.randint(1, 6))
            ahead = again + timedelta(days=rng.randint(7, 35))
            answers.append(Answer(len(forms) - 1, again, rng.choice(lists["found"]), severity, ahead))
    return forms, answers


def unreached(lists: dict[str, Any], raised: date) -> Form:
    """The flag for somebody whom nobody has met for long; the supervisor looks after it."""
    return {
        "kind": "could_not_be_reached",
        "severity": "concern",
        "note": lists["unreached"],
        "owner": lists["supervisor"],
        "raised": raised,
    }


def _open(chance: float) -> list[Severity]:
    if chance < 0.08:
        return [Severity.DANGER]
    if chance < 0.22:
        return [Severity.CONCERN]
    if chance < 0.28:
        return [Severity.CONCERN, Severity.WATCH]
    return [Severity.WATCH] if chance < 0.4 else []


def _settled(lists: dict[str, Any], rng: Random, returned: date, until: date) -> tuple[Form, Answer]:
    """A flag of some time ago that was cleared."""
    room = (until - returned).days - 100
    raised = returned + timedelta(days=20 + rng.randrange(room))
    (severity,) = rng.choices([Severity.WATCH, Severity.CONCERN], [2, 3])
    cleared = raised + timedelta(days=rng.randint(15, 75))
    return _flag(lists, rng, severity, raised), Answer(0, cleared, rng.choice(lists["cleared"]), severity)


def _flag(lists: dict[str, Any], rng: Random, severity: Severity, raised: date) -> Form:
    kind, note = rng.choice(lists["flags"][severity.value])
    return {"kind": kind, "severity": severity.value, "note": note, "raised": raised}
