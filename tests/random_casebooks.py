"""Random casebooks for tests that compare what the views say: late entries, entries dated ahead, clocks set back."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from followup.case.consent_words import GuardianAnswer, Purpose
from followup.case.facts import (
    Attempted,
    Body,
    ConsentAsked,
    Ended,
    Extended,
    Fact,
    FlagCleared,
    Flagged,
    FlagReviewed,
    HandedOver,
    Identified,
    Moved,
    Opened,
    Paused,
    PolicyMade,
    Promised,
    PromiseSettled,
    ReferralAnswered,
    ReferralDone,
    Referred,
    Reopened,
    Supported,
    Tapered,
    Visited,
)
from followup.case.outcome_words import OutcomeKind
from followup.case.referral_words import AwaitedParty, ReferralReply, ReferralService
from followup.case.support_words import SupportKind
from followup.case.visit_words import AttemptReason, ContactMethod
from followup.case.vocabulary import RiskKind, Severity
from followup.store import OFFICE, NewFact
from tests.memory_store import MemoryStore

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 11, 0, tzinfo=UTC)
POLICIES = ("monthly-36", "monthly-24", "ccpcr", "hcc", "two-visits", "without-end")


_back = st.integers(-1_400, 40) | st.integers(-80, 5)
_when = _back.map(lambda days: TODAY + timedelta(days)) | st.integers(1, 400).map(lambda days: TODAY + timedelta(days))
_slots = st.integers(1, 37)
_visits = st.builds(
    Visited, st.sampled_from([*ContactMethod, *[ContactMethod.HOME_VISIT] * 6]), slot=st.none() | st.none() | _slots
)
_pauses = st.tuples(_when, st.integers(1, 200), st.booleans()).map(
    lambda said: Paused(said[0], said[0] + timedelta(said[1]), "Harvest.", extend=said[2])
)
_bodies: st.SearchStrategy[Body | str] = st.one_of(
    _visits,
    _visits,
    _visits,
    st.just("a run of visits"),
    st.builds(Attempted, st.sampled_from(AttemptReason), st.booleans()),
    st.builds(Flagged, st.sampled_from(RiskKind), st.sampled_from(Severity), st.just("Seen."), st.just("SN"), _when),
    st.just("a flag reviewed"),
    st.just("a flag cleared"),
    st.builds(Promised, st.sampled_from(["Scissors.", "Thread."]), st.sampled_from(["SN", "Aunt"]), _when),
    st.just("a promise settled"),
    st.builds(Referred, st.sampled_from(ReferralService), st.just("A test."), _when),
    st.just("a referral answered"),
    st.just("a referral done"),
    st.builds(Moved, _slots, _when, st.just("A feast.")),
    _pauses,
    st.builds(Extended, st.integers(1, 3), st.just("She asks for it.")),
    st.tuples(_slots, st.integers(1, 3)).map(lambda to: Tapered(*to, "She is well.", agreed=True, second="KB")),
    st.builds(Ended, st.just(OutcomeKind.MOVED_AWAY)),
    st.builds(Reopened, st.just("She is back.")),
    st.builds(HandedOver, st.sampled_from(["SN", "KB", "XX"])),
    st.builds(Identified, st.just("Sok Chanthy"), birth_year=st.integers(2004, 2012)),
    st.builds(Supported, st.sampled_from([SupportKind.DONATED, SupportKind.START_UP_FUND])),
    st.builds(
        ConsentAsked,
        st.just((Purpose.CALENDAR,)),
        st.sampled_from([(), (Purpose.PAPER,)]),
        st.just("SN"),
        st.just("As it is on the sheet."),
        _when,
        st.none() | st.just(GuardianAnswer.AGREED),
    ),
)
_entries = st.lists(st.tuples(_when, _bodies), max_size=9)
_openings = st.tuples(_back, st.sampled_from(POLICIES), st.sampled_from(["SN", "KB", ""]))
WOMEN = st.lists(st.tuples(_openings, _entries, _entries), min_size=1, max_size=3)
CLOCKS = st.lists(st.integers(-120, 400).map(lambda days: TODAY + timedelta(days)), min_size=1, max_size=2)


Entries = Sequence[tuple[date, Body | str]]
Woman = tuple[tuple[int, str, str], Entries, Entries]
"""How her case was opened, her entries, and those that are written down later."""


def open_case(store: MemoryStore, number: int, opening: tuple[int, str, str]) -> str:
    back, policy, worker = opening
    case_id, returned = f"c{number}", TODAY + timedelta(back)
    store.append(
        case_id,
        [NewFact(min(returned, TODAY), Opened(f"SR-{number}", returned, policy, worker=worker))],
        by="SN",
        now=NOW,
    )
    return case_id


def write(store: MemoryStore, case_id: str, entries: Entries) -> None:
    for on, body in entries:
        store.append(case_id, list(_facts_of(store.facts(case_id), on, body)), by="SN", now=NOW)


def _facts_of(facts: Iterable[Fact], on: date, body: Body | str) -> Iterable[NewFact]:
    """The entry itself, or what it says of an earlier one."""
    flags = [fact.id for fact in facts if isinstance(fact.body, Flagged)]
    referrals = [fact.id for fact in facts if isinstance(fact.body, Referred)]
    promises = [fact.id for fact in facts if isinstance(fact.body, Promised)]
    if isinstance(body, Body):
        yield NewFact(on, body)
    elif body == "a run of visits":
        for month in range(36):
            yield NewFact(on + timedelta(30 * month), Visited(ContactMethod.HOME_VISIT))
    elif body == "a flag reviewed" and flags:
        yield NewFact(on, FlagReviewed(flags[-1], Severity.DANGER, "Worse.", on + timedelta(14)))
    elif body == "a flag cleared" and flags:
        yield NewFact(on, FlagCleared(flags[0], "It is over."))
    elif body == "a referral answered" and referrals:
        reply, until = ReferralReply.ACCEPTED, on + timedelta(30)
        yield NewFact(on, ReferralAnswered(referrals[0], reply, "", AwaitedParty.HERSELF, until))
    elif body == "a referral done" and referrals:
        yield NewFact(on, ReferralDone(referrals[-1], done=True, came_of="Helped."))
    elif body == "a promise settled" and promises:
        yield NewFact(on, PromiseSettled(promises[0], kept=True))


def store_of(women: Sequence[Woman]) -> tuple[MemoryStore, list[str]]:
    """A store with the two policies of the office's own and the women, each with her first entries; and their ids."""
    store = MemoryStore()
    made = [PolicyMade("two-visits", months=(1, 2)), PolicyMade("without-end", visits=None)]
    store.append(OFFICE, [NewFact(date(2020, 1, 1), body) for body in made], by="SN", now=NOW)
    ids = [open_case(store, number, opening) for number, (opening, _, _) in enumerate(women)]
    for case_id, (_, entries, _) in zip(ids, women, strict=True):
        write(store, case_id, entries)
    return store, ids
