"""A referral to take along says what is asked for, and of her no more than she agreed to.

- her name and number stand on it only if she agreed and names were asked for; else there is room to write them by hand
- no code stands on it, and nothing that she did not agree to
- names in the texts are masked, also in a page with names
"""

from datetime import date

import pytest

from followup.case.consent_words import Purpose
from followup.case.facts import ConsentAsked
from followup.case.referral_words import ReferralService, SharedDetail
from followup.handout.paper.catalogue import Language
from followup.services import referrals
from followup.services.prints.referral import print_referral
from tests.builders import a_casebook, a_graduate
from tests.prints.papers import given_to_typesetter, texts


@pytest.fixture
def given(monkeypatch):
    return given_to_typesetter(monkeypatch)


def a_page(given, tmp_path, *shares, names=False):
    """The texts of the page of a referral that may tell so much of her."""
    book = a_casebook(a_graduate(phone="012 345 678", birth_year=2005), a_graduate("OTH-1", name="Bopha Chan"))
    book.write(book.find("KML"), ConsentAsked((Purpose.REFERRAL_MEDICAL,), (), "SN", "Told."), on=date(2026, 10, 1))
    why = "A test; Bopha goes with her."
    referrals.add(book, "KML", referrals.NewReferral(ReferralService.MEDICAL, why, "Health centre", tuple(shares)))
    result = print_referral(book, "KML", "", Language.EN, tmp_path, names=names)
    return given[-1].content, texts(given[-1]), result


def test_nothing_is_told_of_her_where_she_agreed_to_nothing(given, tmp_path):
    content, text, _ = a_page(given, tmp_path, names=True)

    assert (content["about"], content["reason"]) == ([], "")
    for told in ("Sreymom", "012 345 678", "Kien Svay", "KML-1", "test", "21"):
        assert told not in text.replace(content["dated"], "").replace(content["by"], "")


def test_a_name_stands_on_it_only_if_she_agreed_and_names_were_asked_for(given, tmp_path):
    by_hand, text, result = a_page(given, tmp_path, SharedDetail.NAME, SharedDetail.PHONE)
    assert [one["text"] for one in by_hand["about"]] == ["", ""]
    assert ("Sreymom" in text, result.names) == (False, False)

    named, _, result = a_page(given, tmp_path, SharedDetail.NAME, names=True)
    assert ([one["text"] for one in named["about"]], result.names) == (["Sreymom Keo"], True)

    other, text, result = a_page(given, tmp_path, SharedDetail.AGE, SharedDetail.DISTRICT, names=True)
    assert ([one["text"] for one in other["about"]], result.names) == (["about 21", "Kien Svay"], False)
    assert "KML-1" not in text


def test_other_names_in_what_is_asked_for_are_masked_whatever_is_asked(given, tmp_path):
    content, text, _ = a_page(given, tmp_path, SharedDetail.NAME, SharedDetail.REASON, names=True)

    assert content["reason"].startswith("A test;")
    assert "Bopha" not in text
