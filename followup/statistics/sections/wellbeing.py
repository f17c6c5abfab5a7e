"""How wellbeing has changed since return, by domain."""

from collections import defaultdict

from followup.case.vocabulary import Domain
from followup.messages import say
from followup.statistics.disclosure.small_groups import told
from followup.statistics.proportions import Share
from followup.statistics.report_model import Column, Figures, Row, Section
from followup.statistics.sections.frame import Frame


def section(frame: Frame) -> Section:
    """Wellbeing: in each domain how many are better and how many worse off than at their first scores."""
    return Section(
        id="wellbeing",
        title=say("Wellbeing"),
        about=say(
            "The worker's latest score, no older than half a year, against her first one, of all in follow-up. Those "
            "who are neither better nor worse are the same, or were not scored twice."
        ),
        tables=(_change(frame),),
    )


def _change(frame: Frame) -> Figures:
    rows = tuple(_row(frame, domain) for domain in Domain) if frame.followed else ()
    return Figures(
        id="change",
        title=say("Change since return"),
        columns=(Column("better", say("better")), Column("worse", say("worse"))),
        rows=rows,
        note="" if rows else say("Nobody is in follow-up."),
    )


def _row(frame: Frame, domain: Domain) -> Row:
    people: dict[str, list[str]] = defaultdict(list, better=[], worse=[])
    at = list(Domain).index(domain)
    for life in frame.followed:
        people[("rest", "better", "worse")[life.scores[at]]].append(life.id)
    rest = len(people.pop("rest", []))
    shown = tuple(people) if frame.internal else (*told(people, rest), *(what for what in people if not people[what]))
    everybody = len(frame.followed)
    cells = tuple(Share(len(people[what]), everybody) if what in shown else None for what in ("better", "worse"))
    return Row(domain.value, domain.label.capitalize(), cells)
