"""Of whom evidence goes out: taken in quarter by quarter, and kept with every publication, so that later ones go on."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from followup.case.case import Case
from followup.case.facts import Fact, Published
from followup.case.vocabulary import FailureCause
from followup.monitoring.lessons import Lesson
from followup.services.lessons import first_failure
from followup.statistics.disclosure.released_evidence import Causes, EvidenceLedger, Json
from followup.statistics.evidence import Learner
from followup.statistics.quarters import Quarter
from followup_data import shipped

EVIDENCE = "evidence"
"""Under which name a publication keeps it."""


def learner_of(case: Case) -> Learner | None:
    """What the evidence needs of a case as it stands; None if she has not come home by the day it is as of."""
    if case.return_date is None or case.return_date > case.as_of:
        return None
    failure = first_failure(case)
    return Learner(
        case_id=case.id,
        returned=case.return_date,
        trade=case.trade,
        centre=case.centre,
        modules=case.modules,
        followed_until=case.end.on if case.end else case.as_of,
        failed_on=failure.on if failure else None,
        causes=failure.said.causes if failure else (),
    )


def compared() -> Causes:
    """The modules of which evidence goes out, all but the trades, with the causes tied to them."""
    trades = shipped.trades()
    return {module: tuple(map(FailureCause, why)) for module, why in shipped.prevents().items() if module not in trades}


def published(gone_out: Mapping[str, Fact], last: Quarter) -> EvidenceLedger:
    """Where the publications up to and including that of ``last`` left off."""
    roll = EvidenceLedger()
    for quarter, fact in sorted(gone_out.items()):
        assert isinstance(fact.body, Published)
        if quarter <= str(last) and (kept := json.loads(fact.body.told).get(EVIDENCE)):
            roll.take_up(Quarter.parse(quarter), kept)
    return roll


def to_keep(
    gone_out: Mapping[str, Fact], learners: Iterable[Learner], lessons: Sequence[Lesson], which: Quarter, cut: date
) -> Json:
    """What the publication of a quarter keeps, which is looked at up to ``cut``."""
    roll = published(gone_out, which.before)
    before = set(roll.people)
    return roll.through(learners, lessons, compared(), which, cut).to_json(before)
