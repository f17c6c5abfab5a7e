"""The agenda as a round: by commune or village, for whoever goes from one to the next.

Communes and villages say who she is. Without names communes are told apart by a number, and villages are not shown.
"""

from typing import NamedTuple

from followup.case.fields import revealed
from followup.case.known_words import folded_word
from followup.case.vocabulary import RoundBy
from followup.casebook import Casebook
from followup.errors import Refused
from followup.messages import say
from followup.monitoring.agenda import AgendaItem
from followup.services.agenda import Agenda


class RoundLine(NamedTuple):
    """A line of the agenda on a round; who she is is None where names were not asked for."""

    item: AgendaItem
    name: str | None = None
    commune: str = ""
    village: str = ""


class Stop(NamedTuple):
    """One place of a round, in a province and district, and whom to see there.

    ``number`` counts the communes of a district that are not named, from 1; it is 0 where nothing is written down.
    """

    province: str
    district: str
    number: int
    lines: tuple[RoundLine, ...]

    @property
    def named(self) -> tuple[str, ...]:
        """The village, where the round goes by it, and the commune; empty without names."""
        first = self.lines[0]
        return tuple(filter(None, (first.village, first.commune)))


def round_of(book: Casebook, agenda: Agenda, by: RoundBy, *, names: bool) -> tuple[Stop, ...]:
    """The lines of an agenda by place, the place of the most urgent line first. Refused for villages without names."""
    if by is RoundBy.VILLAGE and not names:
        raise Refused(
            say("The name of a village says where she lives."),
            say("Add --names, where nobody else sees the screen; or take --by commune."),
        )
    places: dict[tuple[str, ...], list[RoundLine]] = {}
    for item in agenda.items:
        line = _line(book, item, by)
        place = (item.row.province, item.row.district, *map(folded_word, (line.commune, line.village)))
        places.setdefault(place, []).append(line if names else RoundLine(item))
    return tuple(_numbered(places))


def _line(book: Casebook, item: AgendaItem, by: RoundBy) -> RoundLine:
    who = book.case(item.row.id).identity
    village = revealed(who.village).strip() if by is RoundBy.VILLAGE else ""
    return RoundLine(item, revealed(who.name), revealed(who.commune).strip(), village)


def _numbered(places: dict[tuple[str, ...], list[RoundLine]]) -> list[Stop]:
    counted: dict[tuple[str, str], int] = {}
    stops = []
    for (province, district, commune, village), lines in places.items():
        known = bool(commune or village)
        counted[province, district] = counted.get((province, district), 0) + known
        stops.append(Stop(province, district, counted[province, district] if known else 0, tuple(lines)))
    return stops
