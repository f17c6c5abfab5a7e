"""Each field of identity, also those to come: asked, read, corrected, guarded, masked, named in the log."""

from typing import Any

import pytest

from followup.case.facts import Identified
from followup.case.fields import MARK, GuardedAs, described
from followup.monitoring.audit_log import log_entries
from followup.services.corrections import corrections_from, edit
from followup.services.guarded_names import masker
from followup_cli.graduates import ask, data
from tests.builders import a_casebook, a_graduate

FIELDS = described(Identified)
WRITTEN = {GuardedAs.PHONE: "011 222 333", None: "6 to 7"}


def written(name: str) -> str:
    return WRITTEN.get(FIELDS[name].guarded, "Prek Rumdoul") if FIELDS[name].is_text else "2004"


def in_a_file(name: str) -> dict[str, Any]:
    inside = name.removeprefix("contact_")
    return {name: written(name)} if inside == name else {"contact": {inside: written(name)}}


@pytest.mark.parametrize("name", FIELDS)
def test_it_is_asked_for_in_the_keys_of_a_file(name):
    (asked,) = (one for one in ask.identity_fields() if one.question.text == FIELDS[name].ask)
    form: dict[str, Any] = {}
    ask.set_key(form, asked.key, written(name))

    assert form == in_a_file(name)


@pytest.mark.parametrize("name", FIELDS)
def test_it_is_kept_when_she_is_enrolled_and_when_it_is_put_right(name):
    enrolled = a_casebook(a_graduate() | in_a_file(name))
    corrected = a_casebook()
    done = edit(corrected, "KML-1", *corrections_from(in_a_file(name)))

    assert done.changed == (name.replace("_", " "),)
    for book in (enrolled, corrected):
        assert str(data.identity_data(book.case(book.find("KML-1")))[name]) == written(name)


@pytest.mark.parametrize("name", [name for name, field in FIELDS.items() if field.guarded])
def test_it_is_masked_wherever_somebody_wrote_it(name):
    book = a_casebook(a_graduate() | in_a_file(name))

    assert masker(book, names=False)(f"See {written(name)} today.") == f"See {MARK} today."


@pytest.mark.parametrize("name", FIELDS)
def test_the_log_names_it_and_never_says_it(name):
    book = a_casebook()
    edit(book, "KML-1", *corrections_from(in_a_file(name)))
    *_, entry = log_entries(book.store.facts(book.find("KML-1")))

    assert (entry.sentence, entry.words) == (f"Identity written down: {name.replace('_', ' ')}.", "")
