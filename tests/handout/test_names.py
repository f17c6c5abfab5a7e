"""What of a name is guarded, and where it counts: everywhere it is read, and in no other word."""

import pytest

from followup.case.fields import MARK
from tests.handout.calendars import a_guard

NAME = ("name",)


# --- short names and longer words -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("Prom", "promised"),
        ("Prom", "Compromise"),
        ("Chan", "change"),
        ("Chan", "mechanic"),
        ("Meas", "measure"),
        ("Dara", "standards"),
        ("Thea", "theatre"),
        ("Sina", "casinas"),
        ("Long", "belong"),
    ],
)
def test_a_name_of_four_or_five_letters_inside_another_word_is_another_word(name, word):
    assert a_guard(name=name).find(f"the {word} of today") == ()


@pytest.mark.parametrize(
    "shown", ["Chan", "CHAN", "chan's", "Chans", "Chantha", "ChanHouse", "BongChan", "bongchan", "chan2"]
)
def test_a_name_of_four_letters_counts_alone_and_beside_what_belongs_to_a_name(shown):
    assert a_guard(name="Chan").find(f"see {shown} soon") == NAME


def test_two_short_names_written_as_one_are_found_and_masked_whole():
    guard = a_guard(name="Sok Chan", nickname="Mara")

    assert guard.mask("ask chanmara and SokMara, not Marathon or Sokolov") == (
        f"ask {MARK} and {MARK}, not Marathon or Sokolov"
    )


@pytest.mark.parametrize("shown", ["MyVannaks", "xvannakx", "Vannaks"])
def test_a_longer_name_counts_wherever_it_stands(shown):
    assert a_guard(name="Vannak").mask(f"see {shown} soon") == f"see {MARK} soon"


@pytest.mark.parametrize("shown", ["Sreymom", "srey mom", "Srey-Mom", "SREY  MOM", "SreyMom"])
def test_a_long_name_is_found_when_it_is_written_as_two_words(shown):
    assert a_guard(name="Sreymom").mask(f"see {shown} soon") == f"see {MARK} soon"


@pytest.mark.parametrize("text", ["was arithmetic", "so pheapx"])
def test_letters_of_two_words_are_no_name_unless_both_are_whole(text):
    guard = a_guard(name="Sarith", nickname="Sopheap")

    assert guard.find(text) == ()


# --- two words written as one ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["name", "nickname", "village", "commune", "business", "contact_name"])
@pytest.mark.parametrize(
    "shown", ["Prek Thmey", "PrekThmey", "prekthmey", "prek-thmey", "PREK\nTHMEY", "nearPrekThmey2"]
)
def test_two_words_written_as_one_are_found_whatever_they_are(what, shown):
    assert a_guard(**{what: "Prek Thmey"}).find(f"in {shown}.") == (what,)


def test_a_village_counts_whole_and_from_the_beginning_of_its_first_word():
    guard = a_guard(village="Ou Chas")

    assert guard.find("Ou Chas") == guard.find("ouchas") == ("village",)
    assert guard.find("you chase, in Chas") == ()


# --- family names that are little words -----------------------------------------------------------------------------


def test_a_family_name_that_is_a_little_word_is_guarded_with_the_rest_only():
    guard = a_guard(name="So Dara")

    assert guard.mask("So she went in. So Dara too, and Dara; SODARA") == (
        f"So she went in. {MARK} too, and {MARK}; {MARK}"
    )


@pytest.mark.parametrize("fields", [{"name": "So"}, {"nickname": "So"}, {"name": "Sok So"}])
def test_a_little_word_that_is_all_there_is_or_her_given_name_is_guarded(fields):
    assert a_guard(**fields).find("ask so today") != ()


# --- safe contacts --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "contact",
    [
        "an aunt", "her mother", "the village chief", "Neighbour", "an older sister", "my own mom", "teacher",
        "friend, next door", "Grandmother (sells vegetables)", "ម្តាយមីង", "មេភូមិ", "អ្នកជិតខាង", "ming", "her son",
    ],
)  # fmt: skip
def test_a_contact_that_names_nobody_masks_nothing(contact):
    note = "An aunt, her mother and her son: the treatment of the village chief. ម្តាយមីង អ្នកជិតខាង មេភូមិ"

    assert a_guard(contact_name=contact).mask(note) == note


@pytest.mark.parametrize(
    ("contact", "named"),
    [
        ("Aunt Sokha", "Sokha"),
        ("aunt sokha", "Sokha"),
        ("Sok Dara, her uncle", "Dara"),
        ("her grandmother Many, sells vegetables", "Many"),
        ("Srey Mom", "Mom"),
        ("Sun Long", "Long"),
        ("Ming Chan", "Chan"),
        ("មីងសុខា", "សុខា"),
        ("មីង សុខា", "សុខា"),
        ("Sokha / សុខា", "សុខា"),
        ("So Dara", "Dara"),
    ],
)
def test_a_name_in_the_words_for_a_contact_is_guarded_by_itself_and_the_rest_is_not(contact, named):
    guard = a_guard(contact_name=contact)

    assert guard.find(f"see {named} soon") == ("contact_name",)
    assert guard.find("an aunt, her uncle and grandmother sell vegetables; ជួបមីង") == ()


def test_a_contact_is_guarded_whole_as_well():
    assert a_guard(contact_name="Aunt Sokha").mask("at Aunt Sokha's, her aunt") == f"at {MARK}'s, her aunt"


# --- several spellings ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("between", [" / ", "; ", ";", " | "])
@pytest.mark.parametrize("what", ["name", "nickname", "village", "commune", "business"])
def test_every_spelling_of_a_name_is_guarded_by_itself(what, between):
    guard = a_guard(**{what: f"Keo Thmey{between}Keo Tmei{between}កែវថ្មី"})

    for shown in ("Keo Thmey", "KeoTmei", "keo-tmei", "នៅកែវ ថ្មីទៀត"):
        assert guard.find(shown) == (what,)


@pytest.mark.parametrize(
    ("village", "text", "shown"),
    [
        ("Phum Tonsay Lueong", "Walked to Tonsay Lueong with her", f"Walked to {MARK} with her"),
        ("Phum Tonsay Lueong", "Meet at tonsay-lueong market", f"Meet at {MARK} market"),
        ("PhumTonsay", "to Tonsay", f"to {MARK}"),
        ("Phum Prek Thmey", "to PrekThmey", f"to {MARK}"),
        ("Tonsay Lueong village", "to Tonsay Lueong", f"to {MARK}"),
        ("Phoum Tonsay, Sangkat Lueong Chas", "from Tonsay to Lueong Chas", f"from {MARK} to {MARK}"),
        ("Phum Roka", "at Roka", f"at {MARK}"),
        ("ភូមិទន្សាយលឿង", "នៅទន្សាយលឿងទៀត", f"នៅ{MARK}ទៀត"),
        ("ឃុំ ទន្សាយ លឿង", "នៅទន្សាយលឿង", f"នៅ{MARK}"),
        ("Phum Trapeang Chrey / ភូមិត្រពាំងជ្រៃ", "នៅត្រពាំងជ្រៃ", f"នៅ{MARK}"),
    ],
)
@pytest.mark.parametrize("what", ["village", "commune"])
def test_a_village_is_found_without_its_phum(what, village, text, shown):
    assert a_guard(**{what: village}).mask(text) == shown


@pytest.mark.parametrize(
    ("village", "text"),
    [
        ("Phum Thmey", "at Phsar Thmey"),
        ("ភូមិថ្មី", "អាវថ្មី"),
        ("ភូមិ កណ្ដាល", "ផ្សារកណ្តាល"),
        ("Phum Market", "at the market"),
        ("Phum Kien Svay", "in Kien Svay"),
        ("Srok Kandal", "all Kandal"),
        ("Phum Ro", "Ro came"),
        ("Phum", "in her phum"),
        ("Phum Tonsay Lueong", "Tonsay Mean came"),
    ],
)
def test_what_is_left_of_a_village_masks_no_ordinary_word_and_no_district(village, text):
    assert a_guard(village=village, name="Xi Xa").mask(text) in (text, text.replace("phum", MARK))


def test_a_business_keeps_the_word_village():
    assert a_guard(business="Village Noodles").find("sells noodles") == ()


def test_a_name_in_brackets_is_another_spelling():
    guard = a_guard(name="Sok Vannak (Nak)")

    assert guard.find("SokVannak") == guard.find("see Nak") == NAME


# --- Khmer ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "text"), [("សុខ", "សុខភាពល្អ"), ("ចន្ទ", "មកថ្ងៃចន្ទ"), ("វី", "គ្មានអ្វីទេ"), ("ជា សុខា", "នាងជាសិស្ស")]
)
def test_a_short_khmer_name_inside_an_ordinary_word_is_another_word(name, text):
    assert a_guard(name=name).find(text) == ()


def test_the_same_name_is_found_beside_such_a_word_and_when_it_is_that_word():
    assert a_guard(name="សុខ").mask("សុខភាពសុខ") == f"សុខភាព{MARK}"
    assert a_guard(name="សុខ ភាព").find("សុខភាព") == NAME


# --- what its author is told ----------------------------------------------------------------------------------------


def test_the_author_is_told_which_words_will_be_masked():
    guard = a_guard(name="Prom Chan", village="Prek Thmey")

    assert guard.masked_words("Chan of PrekThmey promised; Chan's change") == ("Chan", "PrekThmey")
    assert guard.masked_words("Teach what a change of prices means.") == ()
