"""Consent by purpose: yes, no, taken back and not asked are four things, and only she changes her own word."""

from datetime import UTC, date, datetime, timedelta
from itertools import permutations

import pytest

from followup.case import consents
from followup.case.case import Case
from followup.case.consent_words import FOLLOWED, ConsentState, GuardianAnswer, Purpose
from followup.case.facts import (
    Body,
    ConsentAsked,
    ConsentOverridden,
    ConsentWithdrawn,
    Ended,
    Fact,
    Identified,
    Opened,
    ReturnedAgain,
    Withdrawn,
)
from followup.case.outcome_words import OutcomeKind
from followup.case.replay import replay
from followup.errors import Invalid

TODAY = date(2026, 11, 26)
OPENED = (700, Opened(code="K7M2PQ", return_date=date(2025, 1, 6)))


def asked(*given: Purpose, refused: tuple[Purpose, ...] = (), **more: object) -> ConsentAsked:
    return ConsentAsked(given, refused, "SN", "What is written and who reads it.", **more)  # type: ignore[arg-type]


def overridden(purpose: Purpose, until: date = TODAY) -> ConsentOverridden:
    return ConsentOverridden(purpose, until, "SN", "She is in danger tonight.")


def her(*dated: tuple[int, Body], day: date = TODAY) -> Case:
    """Her case, of facts so many days ago."""
    return replay("c1", facts(*dated), day)


def facts(*dated: tuple[int, Body]) -> list[Fact]:
    start = datetime(2026, 11, 26, 8, tzinfo=UTC)
    return [
        Fact(f"f{n}", start + timedelta(seconds=n), TODAY - timedelta(ago), "laptop", n, "SN", body)
        for n, (ago, body) in enumerate((OPENED, *dated))
    ]


def test_not_asked_is_neither_a_yes_nor_a_no():
    for purpose in Purpose:
        assert consents.state(her(), purpose) is ConsentState.NOT_ASKED
        assert not consents.allows(her(), purpose)
        assert not consents.forbids(her(), purpose)


def test_a_yes_is_for_what_she_was_asked_and_for_nothing_else():
    case = her((3, asked(Purpose.CALENDAR, refused=(Purpose.FAMILY,))))
    assert [one for one in Purpose if consents.allows(case, one)] == [Purpose.CALENDAR]
    assert [one for one in Purpose if consents.forbids(case, one)] == [Purpose.FAMILY]


def test_what_she_takes_back_is_taken_back_whoever_decided_otherwise_before():
    case = her(
        (3, asked(Purpose.CALENDAR)), (0, overridden(Purpose.CALENDAR)), (0, ConsentWithdrawn((Purpose.CALENDAR,)))
    )
    assert consents.state(case, Purpose.CALENDAR) is ConsentState.WITHDRAWN
    assert consents.forbids(case, Purpose.CALENDAR)


def test_what_is_done_without_her_yes_is_done_for_its_days_and_her_word_stays_what_it_was():
    said = (3, asked(Purpose.FAMILY, refused=(Purpose.REFERRAL_POLICE,)))
    decided = (1, overridden(Purpose.REFERRAL_POLICE, TODAY))
    for days, allowed in ((2, False), (1, True), (0, True), (-1, False)):
        case = her(said, decided, day=TODAY - timedelta(days))
        assert consents.allows(case, Purpose.REFERRAL_POLICE) is allowed
        assert consents.says_no(case, Purpose.REFERRAL_POLICE)
    assert not consents.allows(her(said, decided), Purpose.REFERRAL_LEGAL)


def test_a_yes_is_asked_again_from_its_day_on_and_holds_until_she_answers():
    case = her((400, asked(Purpose.CALENDAR, Purpose.STORY, ask_again=TODAY)))
    assert consents.to_ask_again(case) == (Purpose.CALENDAR, Purpose.STORY)
    assert consents.allows(case, Purpose.CALENDAR)
    assert not consents.to_ask_again(her((400, asked(Purpose.CALENDAR, ask_again=TODAY)), day=TODAY - timedelta(1)))
    answered = her((400, asked(Purpose.CALENDAR, Purpose.STORY, ask_again=TODAY)), (0, asked(Purpose.CALENDAR)))
    assert consents.to_ask_again(answered) == (Purpose.STORY,)


@pytest.mark.parametrize(("born", "minor"), [(2009, True), (2008, False), (None, None)])
def test_a_minor_is_who_is_under_18_for_certain(born: int | None, minor: bool | None):
    assert consents.is_minor(her((9, Identified(birth_year=born))), TODAY) is minor


def test_a_guardian_who_does_not_agree_makes_a_no_and_her_own_no_stays_a_no():
    no = her((3, asked(Purpose.STORY, refused=(Purpose.FAMILY,), guardian=GuardianAnswer.DISAGREED)))
    assert consents.forbids(no, Purpose.STORY)
    yes = her((3, asked(Purpose.STORY, refused=(Purpose.FAMILY,), guardian=GuardianAnswer.AGREED)))
    assert consents.allows(yes, Purpose.STORY)
    assert consents.forbids(yes, Purpose.FAMILY)


def test_who_came_of_age_is_asked_herself():
    minor = (3, asked(Purpose.STORY, guardian=GuardianAnswer.AGREED))
    assert not consents.to_ask_again(her((9, Identified(birth_year=2009)), minor))
    assert consents.to_ask_again(her((9, Identified(birth_year=2008)), minor)) == (Purpose.STORY,)


def test_a_minor_for_whom_no_guardian_was_asked_is_to_be_asked_again():
    assert consents.to_ask_again(her((9, Identified(birth_year=2009)), (3, asked(Purpose.STORY)))) == (Purpose.STORY,)


def test_only_who_says_no_to_every_way_is_not_to_be_followed():
    assert not consents.will_not_be_followed(her((3, asked(Purpose.CALLS, refused=FOLLOWED[::2]))))
    assert not consents.will_not_be_followed(her((3, asked(Purpose.STORY, refused=FOLLOWED[:2]))))
    assert consents.will_not_be_followed(her((3, asked(*FOLLOWED)), (0, ConsentWithdrawn(FOLLOWED))))


def test_her_word_goes_with_her_when_she_goes_home_again():
    ended = (20, Ended(OutcomeKind.MOVED_AWAY, decided_by="SN, DR"))
    case = her((30, asked(Purpose.CALENDAR)), ended, (5, ReturnedAgain(TODAY, "monthly-36")))
    assert case.stay == 2
    assert consents.allows(case, Purpose.CALENDAR)


def test_an_answer_written_down_by_mistake_falls_away():
    case = her(
        (3, asked(Purpose.CALENDAR)), (2, ConsentWithdrawn((Purpose.CALENDAR,))), (0, Withdrawn("f2", "Not she."))
    )
    assert consents.allows(case, Purpose.CALENDAR)


def test_it_makes_no_difference_in_which_order_answers_arrive():
    written = facts(
        (3, asked(Purpose.CALENDAR)), (2, overridden(Purpose.FAMILY)), (2, ConsentWithdrawn((Purpose.CALENDAR,)))
    )
    assert len({str(replay("c1", order, TODAY)) for order in permutations(written)}) == 1


def test_an_answer_says_something_and_never_two_things_of_one_purpose():
    with pytest.raises(Invalid):
        asked()
    with pytest.raises(Invalid):
        asked(Purpose.STORY, refused=(Purpose.STORY,))
    with pytest.raises(Invalid):
        ConsentWithdrawn(())
    with pytest.raises(Invalid, match="explained"):
        ConsentAsked((Purpose.STORY,), (), "SN", " ")


def test_every_purpose_and_state_has_words_of_its_own():
    labels = [one.label for one in Purpose]
    assert len(set(labels)) == len(labels)
    assert all(consents.state(her(), one).label == "not asked" for one in Purpose)
