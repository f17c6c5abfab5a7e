"""Facts: an impossible one cannot exist, and what was written is what is read."""

import json
from datetime import UTC, date, datetime, timedelta, timezone
from importlib import import_module
from inspect import isclass

import pytest
from hypothesis import given

from followup.case import facts
from followup.case.date_ranges import DateRange
from followup.case.facts import (
    KINDS,
    Amended,
    Arranged,
    Assessed,
    Body,
    Fact,
    FlagCleared,
    Flagged,
    HandedOver,
    Identified,
    Opened,
    PolicyMade,
    Visited,
    Withdrawn,
    body_class,
    from_record,
    to_record,
)
from followup.case.home_words import AssessmentDecision, AssessmentKind
from followup.case.vocabulary import RiskKind, Severity
from followup.errors import Damaged, FollowupError
from tests.case.any_facts import facts_of, of_a_case, of_the_office

DAY = date(2026, 3, 1)
STAMP = datetime(2026, 3, 1, 8, tzinfo=UTC)


@given(facts_of(of_a_case | of_the_office))
def test_a_fact_comes_back_from_its_record_exactly_as_it_was(fact):
    written = json.dumps(to_record(fact), ensure_ascii=False)

    assert from_record(json.loads(written)) == fact


def test_every_kind_is_found_by_its_name_and_lives_where_it_says():
    kinds = {kind: body_class(kind) for kind in KINDS}

    assert all(body is not None and body.kind == kind for kind, body in kinds.items())
    modules = {import_module(body.__module__) for body in kinds.values()}
    known = {one for module in modules for one in vars(module).values() if isclass(one) and issubclass(one, Body)}
    assert known - {Body} == set(kinds.values())
    assert all(getattr(facts, body.__name__) is body for body in kinds.values())


def test_only_identity_is_personal():
    assert [kind for kind in KINDS if body_class(kind).personal] == ["identified", "housed"]


def test_an_entry_of_a_newer_version_is_refused_and_not_dropped():
    record = to_record(Fact("1", STAMP, DAY, "a", 1, "", Withdrawn("2", "typed twice"))) | {"kind": "dreamt"}

    with pytest.raises(Damaged, match="this version does not know") as refused:
        from_record(record)

    assert "Update" in refused.value.hint


@pytest.mark.parametrize(
    "harm",
    [
        {"on": "2026-02-30"},
        {"on": None},
        {"at": "yesterday"},
        {"at": "2026-03-01T08:00:00"},
        {"body": {"fact": 5, "reason": "x"}},
        {"body": {"fact": "2", "reason": "x", "extra": "field"}},
        {"body": {"fact": "2"}},
        {"body": []},
        {"kind": ["withdrawn"]},
    ],
)
def test_a_record_that_is_no_fact_is_refused_without_repeating_it(harm):
    record = to_record(Fact("1", STAMP, DAY, "a", 1, "", Withdrawn("2", "SECRET"))) | harm

    with pytest.raises(Damaged) as refused:
        from_record(record)

    assert "SECRET" not in str(refused.value)


@pytest.mark.parametrize(
    "impossible",
    [
        lambda: Opened("sr 1", DAY),
        lambda: Opened("SR-1", date(1969, 1, 1)),
        lambda: Opened("SR-1", DAY, worker="S\x07N"),
        lambda: Opened("SR-1", DAY, worker="S\nN"),
        lambda: Amended(code="x"),
        lambda: Identified(birth_year=26),
        lambda: Identified(name="N" * 201),
        lambda: Identified(name="Sok\u202eunthea"),
        lambda: Arranged(weekdays=(7,)),
        lambda: Assessed(AssessmentKind.FAMILY, AssessmentDecision.NO),
        lambda: HandedOver(" "),
        lambda: Flagged(RiskKind.DEBT, Severity.WATCH, " ", "SN", DAY),
        lambda: Flagged(RiskKind.DEBT, Severity.WATCH, "owes", "", DAY),
        lambda: Flagged(RiskKind.DEBT, Severity.WATCH, "x" * 20_001, "SN", DAY),
        lambda: FlagCleared("1", "\n"),
        lambda: Withdrawn("1", ""),
        lambda: Visited("home_visit", note="\ud800"),
        lambda: PolicyMade("ours", months=(3, 1)),
        lambda: PolicyMade("ours", months=(0,)),
        lambda: DateRange(DAY, DAY - timedelta(days=1)),
        lambda: Fact("1", STAMP.replace(tzinfo=None), DAY, "a", 1, "", Withdrawn("2", "x")),
        lambda: Fact("1", STAMP.astimezone(timezone(timedelta(hours=7))), DAY, "a", 1, "", Withdrawn("2", "x")),
    ],
)
def test_an_impossible_fact_cannot_be_made(impossible):
    with pytest.raises(FollowupError):
        impossible()


def test_a_long_note_and_khmer_and_line_ends_are_welcome():
    body = Flagged(RiskKind.DEBT, Severity.WATCH, "ម្ដាយ\n\tស្រី" + "x" * 19_000, "SN", DAY)

    assert from_record(to_record(Fact("1", STAMP, DAY, "a", 1, "", body))).body == body
