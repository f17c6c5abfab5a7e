"""Wellbeing at a visit: the worker's score and her own, domain by domain, or all on one line."""

import re
from collections.abc import Mapping

from followup.case.facts import WellbeingScore
from followup.case.forms.spoken_days import plain_digits
from followup.case.visit_words import WellbeingDomain
from followup.errors import Invalid
from followup.messages import say, say_count
from followup.monitoring.visit_sheet import last_scores
from followup_cli.terminal.asking import AS_LAST_TIME, TAKEN_AWAY
from followup_cli.visits.form_answers import score_text
from followup_cli.visits.form_options import VisitFormData
from followup_cli.visits.questions import VisitQuestions

_SCORE = re.compile(r"([1-4=-]?)/?([1-4=-]?)")
_DOMAINS = tuple(WellbeingDomain)


def ask_wellbeing(asking: VisitQuestions) -> VisitFormData:
    """Each domain of wellbeing; one line may answer several."""
    last = last_scores(asking.before)
    tell = asking.form.tell
    tell(say("Wellbeing, 1 in danger to 4 thriving: your score and her own, such as 3/2."))
    tell(say("= is as last time, for each of the two: =/=. Enter: not spoken of."))
    tell(say("Several can be on one line, in this order: 3/2 =/3 - 3/3"))
    answers = {domain.value: _ask_score(asking, domain, last) for domain in _DOMAINS}
    scores = {domain: score for domain, score in answers.items() if score}
    return {"scores": scores} if scores else {}


def _ask_score(asking: VisitQuestions, domain: WellbeingDomain, last: Mapping[WellbeingDomain, WellbeingScore]) -> str:
    def read(typed: str) -> str:
        first, *others = _read_scores(typed, domain, last)
        for other, score in zip(_DOMAINS[_DOMAINS.index(domain) + 1 :], others, strict=False):
            asking.form.keep(_key(other), score)
        return first

    before = score_text(last.get(domain))
    hint = say("last time {score}", score=before) if before else ""
    return asking.ask(_key(domain), f"  {domain.label.capitalize()}", read, label=domain.label, hint=hint)


def _key(domain: WellbeingDomain) -> str:
    return f"wellbeing.{domain.value}"


def _read_scores(typed: str, domain: WellbeingDomain, last: Mapping[WellbeingDomain, WellbeingScore]) -> list[str]:
    """The scores on one line, of this domain and those after it, as they are kept."""
    domains, parts = _DOMAINS[_DOMAINS.index(domain) :], plain_digits(typed).replace(",", " ").split()
    if len(parts) > len(domains):
        raise Invalid(say_count(len(domains), "There is only one score to come.", "There are only {n} scores to come."))
    return [_read_score(part, one, last.get(one)) for part, one in zip(parts, domains, strict=False)]


def _read_score(typed: str, domain: WellbeingDomain, last: WellbeingScore | None) -> str:
    """``3/2``, ``32``, ``3``, ``3/=``, ``=/2`` or ``-`` as it is kept: ``3/2``, ``3``, or nothing."""
    match = _SCORE.fullmatch(typed)
    if not match:
        raise Invalid(
            say("{domain}: a score is from 1 to 4, or =: yours and her own, such as 3/2.", domain=_named(domain)),
            say("Nothing of the line was taken: type it again."),
        )
    worker = _figure(match[1], domain, last.worker if last else None)
    own = _figure(match[2], domain, last.own if last else None)
    return f"{worker or TAKEN_AWAY}/{own}" if own else worker


def _named(domain: WellbeingDomain) -> str:
    return domain.label.capitalize()


def _figure(typed: str, domain: WellbeingDomain, last: int | None) -> str:
    if typed == AS_LAST_TIME and last is None:
        raise Invalid(
            say("{domain}: no such score was written down last time.", domain=_named(domain)),
            say("Nothing of the line was taken: type it again, with a score or - in its place."),
        )
    return str(last) if typed == AS_LAST_TIME else typed.replace(TAKEN_AWAY, "")
