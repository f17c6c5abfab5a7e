"""What invented graduates agreed to: most of them to most of it; some were never asked, as in any office."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

from followup.case.consent_words import GuardianAnswer, Purpose
from followup.case.consents import ASKED_OF_ALL, OF_AGE
from followup.case.facts import ConsentAsked, ConsentWithdrawn
from followup.services.consents import a_year_after
from followup.store import NewFact
from followup_data import shipped

_NEVER_ASKED = 0.2
_REFUSED: Mapping[Purpose, float] = {
    Purpose.CALLS: 0.1,
    Purpose.CALENDAR: 0.05,
    Purpose.PAPER: 0.05,
    Purpose.STORY: 0.5,
    Purpose.PHOTOGRAPHS: 0.8,
    Purpose.FAMILY: 0.3,
    Purpose.AUTHORITIES: 0.5,
}
"""How often something is not agreed to; what is not among these always is, figures too: a demo shows all of its own."""
_REFERRALS = (Purpose.REFERRAL_MEDICAL, Purpose.REFERRAL_COUNSELLING, Purpose.REFERRAL_JOB)
_TAKES_BACK = 0.06


def consents_of(form: Mapping[str, Any], chance: Random, today: date) -> Iterator[NewFact]:
    """What she was asked when she came home, again every year since for most, and perhaps took back."""
    returned = form["return_date"]
    if returned > today or chance.random() < _NEVER_ASKED:
        return
    refused = [one for one in ASKED_OF_ALL if chance.random() < _REFUSED.get(one, 0)]
    given = [one for one in ASKED_OF_ALL if one not in refused]
    given += [one for one in _REFERRALS if chance.random() < 0.6]
    words = chance.choice(shipped.demo("notes")["consent"])
    on = returned + timedelta(days=chance.randint(0, 10))
    while on <= today:
        guardian = GuardianAnswer.AGREED if on.year - form.get("birth_year", 0) < OF_AGE else None
        again = a_year_after(on)
        yield NewFact(on, ConsentAsked(tuple(given), tuple(refused), form["worker"], words, again, guardian))
        on = again + timedelta(days=chance.randint(0, 60))
        if chance.random() < 0.3:
            break
    if chance.random() < _TAKES_BACK:
        yield NewFact(
            today - timedelta(days=chance.randint(1, 60)), ConsentWithdrawn((chance.choice(_taken_back(given)),))
        )


def _taken_back(given: list[Purpose]) -> list[Purpose]:
    return [one for one in given if one is not Purpose.FIGURES]
