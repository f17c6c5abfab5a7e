"""A field is described once: every text of every fact is program text, free text or identity, and said to be so."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Annotated, Any, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followup.case.facts import Body, body_class
from followup.case.facts.base import KINDS
from followup.case.fields import Checked, Leaf, Private, described, leaves, note_text, one_line, whole_number
from followup.case.text_limits import checked_line, checked_note
from followup.errors import Invalid
from followup.values import Value

PROGRAM_TEXTS = """
    opened.code opened.policy opened.worker opened.centre opened.trade opened.modules
    amended.code amended.policy amended.centre amended.trade amended.modules
    arranged.cover arranged.hours placed.province placed.district handed_over.worker merged.into merged.code
    returned_again.policy
    supported.fund
    planned.plan.trade planned.plan.partners.code planned.plan.partners.trade
    flagged.owner flag_reviewed.flag flag_reviewed.owner flag_cleared.flag promise_settled.promise
    referral_answered.referral referral_done.referral referral_withdrawn.referral
    handed_out.entries.hours handed_out.entries.cover
    configured.worker configured.supervisor configured.country configured.cover configured.hours configured.currency
    configured.timezone configured.organisation configured.responsible
    trip_dates.plan trips_accepted.plan trips_accepted.worker
    on_leave.worker policy_made.name holiday_decreed.country
    district_set.province district_set.district district_closed.province district_closed.district
    district_opened.province district_opened.district
    lesson_proposed.modules lesson_proposed.cases lesson_answered.lesson lesson_applied.lesson lesson_applied.centres
    worker_added.worker worker_renamed.worker worker_renamed.now worker_left.worker
    lesson_corrected.lesson lesson_corrected.modules
    lesson_checked.lesson published.quarter published.figures published.told withdrawn.fact
    erasure_noted.case erasure_noted.fact erasure_noted.device erasure_noted.by erasure_noted.erased.facts
    erasure_noted.erased.texts.fact erasure_noted.erased.texts.field erasure_noted.erased.key erasure_noted.erased.words
    erased.facts erased.texts.fact erased.texts.field erased.key erased.words
    accessed.what accessed.cases
    printed.what printed.language printed.about printed.cases
    imported.run imported.entries.case
    exported.what exported.file exported.cases
"""
"""Codes, ids, settings, initials, and words to group by: what is shown as it stands. All else passes the mask."""


def texts(kind: Any, place: str) -> Iterator[tuple[str, Leaf]]:
    """Every text of a class, those of the classes inside it too, with its place."""
    hints = get_type_hints(kind, include_extras=True)
    for name in kind.__struct_fields__:
        for leaf in leaves(hints[name]):
            if leaf.type is str:
                yield f"{place}.{name}", leaf
            elif isinstance(leaf.type, type) and issubclass(leaf.type, Value):
                yield from texts(leaf.type, f"{place}.{name}")


ALL_TEXTS = [(place, leaf, body_class(kind)) for kind in KINDS for place, leaf in texts(body_class(kind), kind)]


@pytest.mark.parametrize(("place", "leaf", "body"), ALL_TEXTS, ids=[place for place, *_ in ALL_TEXTS])
def test_every_text_of_every_fact_is_declared_program_text_free_text_or_identity(
    place: str, leaf: Leaf, body: type[Body]
) -> None:
    assert leaf.described, "say what this field is, with one of the makers of followup/case/fields.py"
    assert leaf.private is (place not in PROGRAM_TEXTS.split()), "what somebody wrote is Private"
    assert leaf.private or not body.personal
    assert leaf.private or not leaf.described.quoted


def test_only_identity_is_asked_for_and_guarded() -> None:
    beside = [one for kind in KINDS for one in described(body_class(kind)).values() if one.ask or one.guarded]

    assert beside == list(described(body_class("identified")).values())


# --- checks ---------------------------------------------------------------------------------------------------------


class Remark(Checked):
    text: Annotated[Private, note_text("The note", 20, needed="Say it.")] = "a\nb"
    who_went: Annotated[tuple[Private, ...], one_line()] = ("SN",)
    month: Annotated[int | None, whole_number(1, 12, "Months go up to {most}.")] = None


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"text": "x" * 21}, "The note is longer than 20 characters."),
        ({"text": " "}, "Say it."),
        ({"who_went": ("SN", "S\nN")}, "The field who went must be on one line."),
        ({"month": 0}, "Months go up to 12."),
        ({"month": 13}, "Months go up to 12."),
    ],
)
def test_what_cannot_be_is_refused_in_the_field_s_own_words(given: dict[str, Any], said: str) -> None:
    assert Remark().text == "a\nb"

    with pytest.raises(Invalid) as refused:
        Remark(**given)

    assert refused.value.what == said


@given(st.text(max_size=22) | st.text(st.sampled_from("a \n\t\x07\u202e\ufeff\u200b\ud800\u00a0ស្រី"), max_size=22))
def test_a_text_is_taken_exactly_where_the_rule_of_texts_takes_it(text: str) -> None:
    def taken(make: Callable[[], Any]) -> bool:
        with suppress(Invalid):
            make()
            return True
        return False

    assert taken(lambda: Remark(who_went=(text * 10,))) is taken(lambda: checked_line(text * 10, "It"))
    assert taken(lambda: Remark(text=text)) is (
        taken(lambda: checked_note(text, "It", limit=20)) and bool(text.strip())
    )


@pytest.mark.parametrize("kind", KINDS)
def test_a_field_is_described_though_its_types_are_not_looked_up(kind):
    """They are, where an annotation is a text: so none is that describes a field."""
    body = body_class(kind)
    fields = {name: next(leaves(hint)) for name, hint in get_type_hints(body, include_extras=True).items()}
    assert described(body) == {name: one.described for name, one in fields.items() if one.described}
