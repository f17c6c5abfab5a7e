"""What she agreed to: pure questions about a case, the one place where consent is decided.

Three answers must not be mixed up: she said yes, she said no (or took her yes back), nobody asked her. So there are two
questions. What is newly handed to somebody asks `allows`: only her yes counts, or a decision to go on without it that
holds today. What was always done asks `forbids`: it goes on until she says no.
"""

from collections.abc import Iterable
from datetime import date

from followup.case.case import Case
from followup.case.consent_words import FOLLOWED, ConsentState, GuardianAnswer, Purpose
from followup.case.facts import Body, Fact, effective
from followup.case.parts import Consent, ConsentOverride

ASKED_OF_ALL: tuple[Purpose, ...] = tuple(
    one for one in Purpose if not one.is_referral and one is not Purpose.WHOLE_FILE
)
"""What everybody is asked about; the others when they are needed."""
OF_AGE = 18


def state(case: Case, purpose: Purpose) -> ConsentState:
    """How it stands with a purpose."""
    consent = case.consents.get(purpose)
    return consent.state if consent else ConsentState.NOT_ASKED


def allows(case: Case, purpose: Purpose) -> bool:
    """Whether she said yes, or somebody decided to go on without it today: asked before anything new is handed on."""
    return state(case, purpose) is ConsentState.GIVEN or override(case, purpose) is not None


def forbids(case: Case, purpose: Purpose) -> bool:
    """Whether she said no or took her yes back, and nobody decided to go on without it today."""
    return says_no(case, purpose) and override(case, purpose) is None


def says_no(case: Case, purpose: Purpose) -> bool:
    """Whether she said no or took her yes back, whatever somebody else decided."""
    return state(case, purpose) in (ConsentState.REFUSED, ConsentState.WITHDRAWN)


def override(case: Case, purpose: Purpose) -> ConsentOverride | None:
    """The decision to go on without her yes that holds on the day of the case; the one that holds longest."""
    decided = (one for one in case.consent_overrides if one.holds(purpose, case.as_of))
    return max(decided, key=lambda one: one.said.until, default=None)


def not_asked(case: Case) -> tuple[Purpose, ...]:
    """What she was never asked about, of what everybody is."""
    return tuple(one for one in ASKED_OF_ALL if state(case, one) is ConsentState.NOT_ASKED)


def to_ask_again(case: Case) -> tuple[Purpose, ...]:
    """What she agreed to that is to be asked again by the day of the case, in the order of the purposes."""
    given = [one for one in case.consents.values() if one.state is ConsentState.GIVEN]
    minor = is_minor(case, case.as_of) if given else None
    again = {one.purpose for one in given if _is_to_ask_again(one, case.as_of, minor)}
    return tuple(one for one in Purpose if one in again) if again else ()


def _is_to_ask_again(consent: Consent, day: date, minor: bool | None) -> bool:
    """Its day has come, she has come of age, or she is a minor and no guardian was asked."""
    by_day = consent.ask_again is not None and consent.ask_again <= day
    return by_day or (minor is False if consent.guardian else minor is True)


def age_decides(case: Case, since: date) -> bool:
    """Whether on some day from ``since`` on her age decides what is to be asked again."""
    given = [one for one in case.consents.values() if one.state is ConsentState.GIVEN]
    return (is_minor(case, since) is True and bool(given)) or any(one.guardian for one in given)


def ask_again_on(case: Case) -> date | None:
    """The earliest day on which something she agreed to is to be asked again."""
    agreed = (one for one in case.consents.values() if one.state is ConsentState.GIVEN and one.ask_again)
    return min((one.ask_again for one in agreed if one.ask_again), default=None)


def ways_declined(case: Case) -> tuple[Purpose, ...]:
    """The ways of being followed that she said no to."""
    return tuple(one for one in FOLLOWED if says_no(case, one))


def will_not_be_followed(case: Case) -> bool:
    """Whether she said no to every way of being followed: what is to become of it is decided, never let slip."""
    return ways_declined(case) == FOLLOWED


def is_minor(case: Case, day: date) -> bool | None:
    """Whether she is under 18 for certain on a day; None where her birth year is not known.

    Of the day of her birth only the year is kept: in the year in which she turns 18 she speaks for herself.
    """
    born = case.identity.birth_year
    return day < date(born + OF_AGE, 1, 1) if born else None


def uncounted_since(facts: Iterable[Fact]) -> date | None:
    """The day since which it is known that she does not agree to be counted in figures; None while she is counted.

    Her first no holds: figures that go down by one and up again would tell of her. Written down later than she said it,
    it was known only then.
    """
    asked = (fact for fact in effective(facts) if fact.body.kind in ("consent_asked", "consent_withdrawn"))
    known = (max(fact.on, fact.at.date()) for fact in asked if _says_no_to_figures(fact.body))
    return min(known, default=None)


def _says_no_to_figures(body: Body) -> bool:
    if body.kind == "consent_withdrawn":
        return Purpose.FIGURES in body.purposes  # type: ignore[attr-defined]
    no = body.guardian is GuardianAnswer.DISAGREED and Purpose.FIGURES in body.given  # type: ignore[attr-defined]
    return no or Purpose.FIGURES in body.refused  # type: ignore[attr-defined]
