"""A graduate's identity erased: what that takes away and what stays, decided text by text, written, and finished.

The erasure is an entry in her journal, written first; then every file kept of her here is made to say no more than it
leaves. Stopped anywhere, the same command finishes it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from followup.case.case import Case
from followup.case.erasure import erased_bodies, erasures, free_texts
from followup.case.facts import Erased, ErasedText, ErasureNoted, Exported, Fact, Printed
from followup.case.fields import Private, revealed
from followup.casebook import Casebook, CaseChange
from followup.errors import Refused
from followup.handout.guard import Guard, guarded_words
from followup.messages import say
from followup.services.guarded_names import erased_key
from followup.staff import is_same_worker
from followup.store import ERASURES, OFFICE, RegisterKind, RegisterRow
from followup.values import Value, replace

_REGISTER = "erasures"
Place = tuple[str, str, str]
"""Where a text stands: the journal, the id of the fact, the place in it."""
Decisions = Mapping[Private, Private | None]
"""What becomes of a text: None where it is kept, else the words in its place, empty where it is taken away."""


class FreeText(Value):
    """A text that somebody wrote of her, as often as it stands somewhere, and what of hers it shows.

    ``on`` and ``sentence`` are of the first entry that holds it.
    """

    text: Private
    on: date
    sentence: str
    places: tuple[Place, ...]
    shows: tuple[str, ...]


class Unreached(Value):
    """What an erasure here cannot reach: the laptops that wrote of her, prints with names on them, her phone entries.

    ``files`` are exports with names that are of her, or of everybody. ``backup`` is the day of the last backup, which
    holds her still.
    """

    laptops: int
    prints: int
    files: int
    backup: date | None


class ErasureResult(Value):
    """What erasing does, or did: entries that say who she is, guarded words, and her free texts.

    ``erased`` is the day it was done before, if it was; ``written`` counts the texts taken away or put otherwise.
    """

    code: str
    case: Case
    identities: int
    words: int
    texts: tuple[FreeText, ...]
    unreached: Unreached
    erased: date | None
    written: int = 0

    @property
    def nothing_left(self) -> bool:
        """Whether all of it was erased before."""
        return self.erased is not None and not (self.identities or self.texts)


def erase(book: Casebook, typed: str, decisions: Decisions | None = None, *, dry_run: bool = False) -> ErasureResult:
    """Erase who she is from every file of hers here; texts without a decision are taken away.

    Refused while she is in follow-up. What was erased before is looked through again.
    """
    decided = decisions or {}
    with book.change_case(book.find_in_log(typed), dry_run=dry_run) as her:
        _check_may_be_erased(her)
        journals = _journals(book, her)
        guard = _guard(journals)
        result = _result(book, her, journals, guard)
        for one in result.texts:
            words = decided.get(one.text, "")
            check_words(guard, one.text if words is None else words)
        if dry_run:
            return result
        written = _write(book, journals, result.texts, decided)
        _note_beside(book, journals)
        for journal in journals:
            book.store.erase(journal)
    return replace(result, written=written)


def _check_may_be_erased(her: CaseChange) -> None:
    if her.case.is_open and her.case.end is None:
        raise Refused(
            say("{code} is in follow-up: without her name nobody could find her.", code=her.case.code),
            say(
                "Write down how it ended first: followup outcome record {code}. If she should never have been in the "
                "casebook, take her entries back first: followup log {code}",
                code=her.case.code,
            ),
        )


def _journals(book: Casebook, her: CaseChange) -> dict[str, tuple[Fact, ...]]:
    """Her journals, with what is written in them: those of cases that are part of hers first."""
    _ = book.codes
    parts = sorted(one for one in book.merged if book.root(one) == her.id)
    return {journal: book.store.facts(journal) for journal in (*parts, her.id)}


def _not_erased(facts: Sequence[Fact]) -> list[Fact]:
    """The facts of a journal that no erasure names."""
    named = {fact_id for body in erased_bodies(facts) for fact_id in body.facts}
    return [fact for fact in facts if fact.id not in named]


def _tells(fact: Fact) -> bool:
    """Whether a fact says who she is, or what somebody wrote of her."""
    return (fact.body.personal and bool(fact.body.said())) or any(True for _ in free_texts(fact))


def _guard(journals: Mapping[str, tuple[Fact, ...]]) -> Guard:
    """A guard that knows what her journals say of who she is, and what was erased of it."""
    facts = [fact for those in journals.values() for fact in those]
    guard = Guard(guarded_words(facts))
    for body in erased_bodies(facts):
        guard.add_erased(body.key, body.words)
    return guard


def _result(book: Casebook, her: CaseChange, journals: Mapping[str, tuple[Fact, ...]], guard: Guard) -> ErasureResult:
    left = {journal: _not_erased(facts) for journal, facts in journals.items()}
    everything = [fact for facts in left.values() for fact in facts]
    before = erasures(journals[her.id])
    return ErasureResult(
        code=book.code_in_log(her.id),
        case=her.case,
        identities=sum(fact.body.personal and bool(fact.body.said()) for fact in everything),
        words=len(guarded_words(everything)),
        texts=tuple(one for one in _texts(left, guard) if one.shows or not _is_staff(book, everything, one.text)),
        unreached=_unreached(book, list(journals), everything),
        erased=before[0].on if before else None,
    )


def _texts(left: Mapping[str, Sequence[Fact]], guard: Guard) -> Iterator[FreeText]:
    """Every text of hers, each once, in the order in which they were written first."""
    found: dict[Private, list[tuple[Fact, Place]]] = {}
    for journal, facts in left.items():
        for fact in sorted(facts, key=lambda one: one.written):
            for place, text in free_texts(fact):
                found.setdefault(text, []).append((fact, (journal, fact.id, place)))
    for text, places in found.items():
        first = places[0][0]
        sentence, shows = first.body.sentence(), guard.find(revealed(text))
        yield FreeText(text, first.on, sentence, tuple(place for _, place in places), shows)


def _is_staff(book: Casebook, facts: Sequence[Fact], text: Private) -> bool:
    """Whether a text only names people who work or worked here, such as "PV, SV": that says nothing of her."""
    staff, supervisor = book.office.staff, book.office.supervisor
    known = {*staff.on_list, *staff.left, supervisor, *(fact.by for fact in facts)} - {""}
    names = [part for part in re.split(r"[,;/&]| and ", revealed(text)) if part.strip()]
    return all(any(is_same_worker(staff.called_now(part), one) for one in known) for part in names)


def check_words(guard: Guard, words: Private) -> None:
    """Refused if a text shows who she is."""
    if guard.find(revealed(words)):
        raise Refused(say("A text that would stay shows who she is."), say("Put it in other words, or take it away."))


def her_guard(book: Casebook, typed: str) -> Guard:
    """A guard that knows who she is."""
    her = CaseChange(book, book.find_in_log(typed), dry_run=True)
    return _guard(_journals(book, her))


def _unreached(book: Casebook, journals: Sequence[str], facts: Sequence[Fact]) -> Unreached:
    printed = [fact.body for fact in book.store.facts(OFFICE) if isinstance(fact.body, Printed)]
    files = [fact.body for fact in book.store.facts(OFFICE) if isinstance(fact.body, Exported)]
    return Unreached(
        laptops=len({fact.device for fact in facts} - set(book.store.devices)),
        prints=sum(one.names and bool({*one.cases} & {*journals}) for one in printed),
        files=sum(one.names and (not one.cases or bool({*one.cases} & {*journals})) for one in files),
        backup=book.store.last_backup(),
    )


def _write(
    book: Casebook, journals: Mapping[str, tuple[Fact, ...]], texts: Sequence[FreeText], decisions: Decisions
) -> int:
    """Write an erasure into each journal that says something; how many texts it takes away or words otherwise."""
    key = erased_key(book)
    gone = [(place, decisions.get(one.text, "")) for one in texts for place in one.places]
    gone = [(place, words) for place, words in gone if words is not None]
    for journal, facts in journals.items():
        left = _not_erased(facts)
        if erasures(facts) and not any(map(_tells, left)):
            continue
        hers = tuple(ErasedText(fact, field, words or "") for (where, fact, field), words in gone if where == journal)
        hashes = Guard(guarded_words(left)).as_hashes(key)
        with book.change_case(journal) as part:
            part.write(Erased(tuple(fact.id for fact in left), hers, key, hashes))
    return len({one.text for one in texts if decisions.get(one.text, "") is not None})


def _note_beside(book: Casebook, journals: Iterable[str]) -> None:
    """Say it again in a journal beside the cases, of each entry that erased something and is not noted there."""
    with book.change_journal(ERASURES) as noted:
        known = {fact.body.fact for fact in noted.facts if isinstance(fact.body, ErasureNoted)}
        for journal in journals:
            for fact in erasures(book.store.facts(journal)):
                if fact.id not in known:
                    noted.write(ErasureNoted.of(journal, fact), on=fact.on)


# --- who was erased -------------------------------------------------------------------------------------------------


class ErasedCase(Value):
    """Somebody of whom it was erased who she is: when and by whom; ``more`` has come since from another copy."""

    code: str
    on: date
    by: str
    more: bool


def erased_cases(book: Casebook) -> list[ErasedCase]:
    """All whose identity was erased, in the order of the days."""
    rows = book.register(RegisterKind(_REGISTER, "1", _erasure_row))
    found = [
        ErasedCase(book.code_in_log(case_id), date.fromisoformat(row[0]), row[1], bool(row[2]))
        for case_id, row in rows.items()
        if row
    ]
    return sorted(found, key=lambda one: (one.on, one.code))


def _erasure_row(_case_id: str, facts: Iterable[Fact]) -> RegisterRow:
    """The row of a case: the day, the worker and whether something has come since; None where nothing was erased."""
    facts = tuple(facts)
    first = next(iter(erasures(facts)), None)
    return first and [first.on.isoformat(), first.by, any(map(_tells, _not_erased(facts)))]
