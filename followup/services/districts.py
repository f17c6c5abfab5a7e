"""The districts of the office: which there are, how far each is, and on which days nobody can go there."""

from collections import Counter
from collections.abc import Iterator

from followup.case.distance import HOURS_A_DAY
from followup.case.facts import DistrictClosed, DistrictOpened, DistrictSet
from followup.case.facts.districts import no_hours_with_a_night
from followup.case.known_words import known_word
from followup.casebook import Casebook, JournalChange
from followup.districts import District, DistrictKey, district_key
from followup.errors import Missing, Refused
from followup.messages import say
from followup.office import Office
from followup.services.case_index import rows_in_follow_up
from followup.services.guarded_names import labeller
from followup.services.office_changes import OfficeChange, office_of, slips_in
from followup.services.words_in_use import DISTRICT, PROVINCE, KnownWords, WordsInUse
from followup.values import Value

Place = tuple[str, str]
"""A province and a district, as they are spelled here."""


class DistrictLine(Value):
    """A district with how many graduates in follow-up live there."""

    district: District
    graduates: int


def district_lines(book: Casebook) -> list[DistrictLine]:
    """Every district of which something was said, or where somebody in follow-up lives, by province and name."""
    places = {key: (one.province, one.name) for key, one in book.office.districts.items()}
    living: Counter[DistrictKey] = Counter()
    for row in rows_in_follow_up(book).rows:
        if row.district:
            key = district_key(row.province, row.district)
            places.setdefault(key, (row.province, row.district))
            living[key] += 1
    return [DistrictLine(book.office.district_of(*places[key]), living[key]) for key in sorted(places)]


def known_place(book: Casebook, district: str, province: str = "") -> Place:
    """The province and district that were typed; Missing, with near ones, where there is none, or more than one."""
    words, label = WordsInUse(book), labeller(book)

    def known(typed: str, among: KnownWords, what: str) -> str:
        return among.spelled(typed) or known_word(typed, among.words, what, label)

    if province:
        province = known(province, words.of(PROVINCE), say("No province of that name is known."))
    name = known(district, words.of(DISTRICT, province), say("No district of that name is known."))
    if province:
        return province, name
    provinces = sorted({*words.provinces_of(name), *_lived_in(book, name)})
    if len(provinces) > 1:
        raise Missing(
            say("That district is in {provinces}.", provinces=say(" and ").join(map(label, provinces))),
            say("Say which one: --province NAME"),
        )
    return (*provinces, "")[0], name


def _lived_in(book: Casebook, district: str) -> set[str]:
    """The provinces in which somebody in follow-up lives in a district of this name."""
    wanted = district_key("", district)
    return {row.province for row in rows_in_follow_up(book).rows if district_key("", row.district) == wanted}


def district_differences(before: Office, after: Office) -> Iterator[str]:
    """What becomes of the districts that are other in the office ``after``; which ones, the log says."""
    for key in sorted(before.districts.keys() | after.districts.keys()):
        old, new = (office.districts.get(key, District("", "")) for office in (before, after))
        said = tuple(" ".join(_what_holds(one)) for one in (old, new))
        if said[0] != said[1]:
            yield say("{before} -> {after}", before=said[0], after=said[1])
        if old.closed != new.closed:
            yield say("Closed: {before} -> {after}", before=_spans_said(old), after=_spans_said(new))


def _spans_said(district: District) -> str:
    return ", ".join(f"{span.first}..{span.last}" for span in district.closed) or "–"


# --- changes --------------------------------------------------------------------------------------------------------


def set_district(journal: JournalChange, *, said: DistrictSet) -> OfficeChange:
    """How far a district is."""
    after = office_of(journal).district_of(said.province, said.district).after(said)
    if after.overnight and said.travel_hours:
        raise no_hours_with_a_night()
    return OfficeChange((said,), notes=(*_what_holds(after), *_too_many(after)))


def _what_holds(district: District) -> Iterator[str]:
    if district.overnight:
        yield say("The day before goes for the way there. Visits a day: {n}.", n=district.visits_a_day)
    else:
        hours = f"{district.travel_hours / 100:g}"
        yield say("Hours there and back: {h}. Visits a day: {n}.", h=hours, n=district.visits_a_day)


def _too_many(district: District) -> Iterator[str]:
    """What to notice where a day is too short for the visits."""
    room = (HOURS_A_DAY * 100 - district.travel_hours) // 100
    if not district.overnight and district.visits_a_day > room:
        yield say("At an hour each, a day there has room for {n}.", n=room)


def close_district(journal: JournalChange, *, said: DistrictClosed) -> OfficeChange:
    """Nobody can go to a district on these days; asked about where it is closed on some of them already."""
    already = (
        say("It is closed already, {first} to {last}.", first=one.first, last=one.last)
        for one in office_of(journal).district_of(said.province, said.district).closed
        if one.overlaps(said.days)
    )
    return OfficeChange((said,), (*slips_in(said.days, journal.book.today), *already), days=said.days)


def open_district(journal: JournalChange, *, said: DistrictOpened) -> OfficeChange:
    """A closed district can be reached on these days after all; Refused where it is not closed on any of them."""
    closed = office_of(journal).district_of(said.province, said.district).closed
    if not any(one.overlaps(said.days) for one in closed):
        raise Refused(
            say("The district is not closed on any of these days."), say("See when it is: followup office district")
        )
    return OfficeChange((said,), days=said.days)
