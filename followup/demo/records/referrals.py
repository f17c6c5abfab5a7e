"""The referrals of an invented life: some flags lead to a service, which answers, helps or does not."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any, NamedTuple

from followup.case.facts import ConsentAsked, Flagged, ReferralAnswered, ReferralDone, Referred
from followup.case.referral import purpose_of
from followup.case.referral_words import AwaitedParty, ReferralReply, ReferralService, ReferralState, SharedDetail
from followup.demo.records.generated_case import LinkedEntry
from followup.demo.records.record_writer import RecordWriter
from followup.services.referrals import usual_day
from followup.store import NewFact
from followup_data import shipped

_REFERRED, _ACCEPTED, _DONE, _FORGOTTEN = 0.6, 0.85, 0.85, 0.15
"""How often a flag leads to a service, the service says yes and helps; and how often nobody asks any more."""


class WrittenReferrals(NamedTuple):
    """Her consents and referrals, and what became of these."""

    since: tuple[NewFact, ...]
    answers: tuple[LinkedEntry, ...]


def draw_referrals(record_writer: RecordWriter, first: int, today: date, rng: Random) -> WrittenReferrals:
    """What is written down of her referrals up to today; ``first`` is the number of the first such entry.

    ``rng`` is its own, so that the rest of a life is the same with and without referrals.
    """
    words = shipped.demo("referrals")
    since: list[NewFact] = []
    answers: list[LinkedEntry] = []
    for flag in [one for one in record_writer.since if isinstance(one.body, Flagged)]:
        drawn = _referral(words, flag, record_writer.staff.worker, rng)
        steps = [*_steps(words, drawn, rng)] if drawn else []
        if drawn and drawn.on <= min(today, record_writer.ended or today):
            since += [drawn.asked, drawn.sent]
            answers += _linked(steps, first + len(since) - 1, today)
    return WrittenReferrals(tuple(since), tuple(answers))


class _Drawn(NamedTuple):
    """A referral that may be written down: what she was asked, what was sent, and what may come of it."""

    on: date
    asked: NewFact
    sent: NewFact
    came_of: str


def _referral(words: Mapping[str, Any], flag: NewFact, worker: str, rng: Random) -> _Drawn | None:
    assert isinstance(flag.body, Flagged)
    chance, days, pick, shares = rng.random(), rng.randint(0, 5), rng.random(), rng.choice(words["shares"])
    offered: Sequence[Sequence[str]] = words["by_risk"].get(flag.body.risk.value, ())
    if not offered or chance > _REFERRED:
        return None
    service, why, to, came_of = offered[int(pick * len(offered))]
    on, told = flag.on + timedelta(days=days), tuple(SharedDetail(one) for one in shares.split(",") if one)
    until = usual_day(ReferralState.SENT, on)
    sent = Referred(ReferralService(service), why, until, AwaitedParty.SERVICE, to, told)
    asked = ConsentAsked((purpose_of(sent.service),), (), worker, words["explained"])
    return _Drawn(on, NewFact(on, asked), NewFact(on, sent), came_of)


def _steps(words: Mapping[str, Any], drawn: _Drawn, rng: Random) -> Iterator[NewFact]:
    """What the service answers and does, in the weeks after."""
    forgotten, accepted, done = (rng.random() for _ in range(3))
    on = drawn.on + timedelta(days=rng.randint(3, 18))
    whom, later = AwaitedParty.SERVICE, on + timedelta(days=rng.randint(10, 40))
    if accepted > _ACCEPTED:
        yield NewFact(on, ReferralAnswered("-", ReferralReply.REFUSED, rng.choice(words["refused"])))
        return
    if accepted > _ACCEPTED - 0.15:
        note, until = rng.choice(words["not_yet"]), usual_day(ReferralState.SENT, on)
        yield NewFact(on, ReferralAnswered("-", ReferralReply.NOT_YET, note, whom, until))
        on += timedelta(days=9)
    until = usual_day(ReferralState.ACCEPTED, on)
    yield NewFact(on, ReferralAnswered("-", ReferralReply.ACCEPTED, "", whom, until))
    if forgotten > _FORGOTTEN:
        came_of = drawn.came_of if done < _DONE else rng.choice(words["not_done"])
        yield NewFact(max(on, later), ReferralDone("-", done < _DONE, came_of))


def _linked(steps: Sequence[NewFact], of: int, today: date) -> Iterator[LinkedEntry]:
    for step in steps:
        if step.on <= today and isinstance(step.body, ReferralAnswered | ReferralDone):
            yield LinkedEntry(of, step.on, step.body)
