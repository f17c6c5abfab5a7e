"""What went out: the reports that were published, and what was kept with each, so that later ones go on from there."""

import json
from collections.abc import Mapping
from datetime import date, datetime

from followup.case.facts import Fact, Published, effective
from followup.case.fields import Mask, revealed
from followup.case.outcome_words import FailureCause, OutcomeClass
from followup.casebook import Casebook
from followup.errors import Refused
from followup.messages import say
from followup.services.guarded_names import labeller
from followup.statistics.report import (
    CaseCard,
    Causes,
    EvidenceTellings,
    Json,
    LastPublication,
    Learner,
    Publication,
    Quarter,
    Report,
    ReportRequest,
    caseload_from_json,
    day_of,
    ends_by,
    evidence_from_json,
    masked_anew,
    other_districts_id,
    other_districts_label,
    report_from_json,
    report_to_json,
    standing_end,
)
from followup.store import PUBLISHED
from followup.values import replace
from followup_data import shipped


def published_reports(book: Casebook, known_at: datetime | None = None) -> dict[str, Fact]:
    """What went out, by quarter; where two laptops published one, the first counts."""
    in_force = effective(book.store.facts(PUBLISHED), known_at)
    found: dict[str, Fact] = {}
    for fact in sorted(in_force, key=lambda fact: fact.written):
        if isinstance(fact.body, Published):
            found.setdefault(fact.body.quarter, fact)
    return found


def published_report(book: Casebook, fact: Fact, as_of: date | None) -> Report:
    """The report that was published, as it went out; Refused for another day than it is as of.

    Its figures stay as they were printed. What somebody typed, such as a district, is masked with the names that are
    known now: a name that was written down since is no less a name.
    """
    body = _published(fact)
    if as_of and as_of != body.as_of:
        raise Refused(
            say("{quarter} was published as of {day}.", quarter=body.quarter, day=body.as_of),
            say("Leave --as-of out; staff see other days with --internal."),
        )
    return masked_anew(report_from_json(json.loads(body.figures)), _label_of_rows(book))


def published_on(fact: Fact) -> str:
    """The day it was published on, as it is written in the report."""
    return report_from_json(json.loads(_published(fact).figures)).published


def published_caseload(book: Casebook, fact: Fact) -> Report | None:
    """The caseload as it was when its quarter was published; None where a version before this one published it."""
    kept = caseload_from_json(kept_with(fact))
    return replace(masked_anew(kept, _label_of_rows(book)), published=published_on(fact)) if kept else None


def _label_of_rows(book: Casebook) -> Mask:
    """As `labeller`; a district with its province, and what the program calls the rest of one, names nobody."""
    label, places = labeller(book), shipped.places()
    joined = {f"{district}, {province}" for province, districts in places.items() for district in districts}
    own = {*joined, *map(other_districts_label, places), *map(other_districts_id, places)}
    return lambda text: revealed(text) if text in own else label(text)


def kept_with(fact: Fact) -> Json:
    """What was kept with a publication."""
    return json.loads(_published(fact).told)


def last_before(gone_out: Mapping[str, Fact], quarter: Quarter) -> LastPublication | None:
    """The last publication before a quarter."""
    last = max((earlier for earlier in gone_out if earlier < str(quarter)), default=None)
    if last is None:
        return None
    return LastPublication(report_from_json(json.loads(_published(gone_out[last]).figures)), kept_with(gone_out[last]))


def as_published(request: ReportRequest, fact: Fact) -> ReportRequest:
    """The request as a publication answered it: of its day, and known by its instant."""
    return replace(request, as_of=_published(fact).as_of, known_at=fact.at)


def fact_of(publication: Publication, quarter: Quarter, as_of: date, today: date) -> Published:
    """A publication, to be written down."""
    report = replace(publication.report, published=today.isoformat())
    return Published(str(quarter), as_of, _to_json_text(report_to_json(report)), _to_json_text(publication.kept))


def _published(fact: Fact) -> Published:
    assert isinstance(fact.body, Published)
    return fact.body


def _to_json_text(data: Json) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


# --- the evidence -------------------------------------------------------------------------------------------------


def learner_of(card: CaseCard, as_of: date, words: Mapping[int, str]) -> Learner | None:
    """What the evidence needs of a first stay at home as of a day; None if she has not come home yet."""
    if card.returned > as_of.toordinal():
        return None
    ends = ends_by(card, as_of.toordinal())
    over, failure = standing_end(ends), next((end for end in ends if end.how.result is OutcomeClass.FAILURE), None)
    return Learner(
        case_id=card.id,
        returned=day_of(card.returned),
        trade=card.trade,
        centre=words[card.centre],
        modules=tuple(words[module] for module in card.modules),
        followed_until=day_of(over.on) if over else as_of,
        failed_on=day_of(failure.on) if failure else None,
        causes=failure.causes if failure else (),
        ended_on=min((day_of(end.on) for end in ends), default=None),
        uncounted_since=day_of(card.uncounted_since) if card.uncounted_since else None,
    )


def compared() -> Causes:
    """The modules of which evidence goes out, all but the trades, with the causes tied to them."""
    trades = shipped.trades()
    return {module: tuple(map(FailureCause, why)) for module, why in shipped.prevents().items() if module not in trades}


def published_evidence(fact: Fact) -> EvidenceTellings:
    """The evidence as it went out with a publication."""
    return evidence_from_json(kept_with(fact))
