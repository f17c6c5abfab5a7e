"""A name sounds the same in Khmer and in Latin letters; names that differ in a consonant do not; few meet by chance."""

import pytest

from benchmarks.guard_corpus import FAMILY, GIVEN
from benchmarks.two_scripts import measured, whole_names
from followup.handout.romanise import consonants, in_other_script, sounds

ONE_NAME = [
    ("Sreymom", "ស្រីមុំ"),
    ("Sophea", "សុភា"),
    ("Dara", "ដារា"),
    ("Dara", "តារា"),
    ("Chantha", "ចាន់ថា"),
    ("Sreyleak", "ស្រីល័ក្ខ"),
    ("Sreyroth", "ស្រីរ័ត្ន"),
    ("Pich", "ពេជ្រ"),
    ("Keo", "កែវ"),
    ("Khiev", "ខៀវ"),
    ("Vong", "វង្ស"),
    ("Tith", "ទិត្យ"),
    ("Heng", "ហេង"),
    ("Nget", "ង៉ែត"),
    ("Kanha", "កញ្ញា"),
    ("Leakhena", "លក្ខិណា"),
    ("Pheakdey", "ភក្តី"),
    ("Reaksmey", "រស្មី"),
    ("Sambath", "សម្បត្តិ"),
    ("Sovann", "សុវណ្ណ"),
    ("Sovannaroth", "សុវណ្ណរ័ត្ន"),
    ("Vicheka", "វិច្ឆិកា"),
    ("Kunthear", "គន្ធា"),
    ("Rithy", "ឫទ្ធី"),
    ("Ratanak", "រតនៈ"),
    ("Oudom", "ឧត្តម"),
    ("Monirath", "មុនីរ័ត្ន"),
    ("Phalleng", "ផលឡេង"),
    ("Bunthoeun", "ប៊ុនធឿន"),
    ("Chenda Sok", "សុខ ចិន្តា"),
    ("Sok Chenda", "សុខចិន្តា"),
    ("Virak", "វីរៈ"),
    ("Keo Srey", "កែវស្រី"),
    ("Savann", "សាវណ្ណ"),
]
OTHER_NAMES = [
    ("Sreymom", "ស្រីពៅ"),
    ("Sreymom", "ស្រីនាង"),
    ("Sreypov", "ស្រីមុំ"),
    ("Sreyneang", "ស្រីល័ក្ខ"),
    ("Sreyleak", "ស្រីរ័ត្ន"),
    ("Sophea", "សុភាព"),
    ("Sopheap", "សុភា"),
    ("Sophea", "សុខា"),
    ("Sokha", "សុជាតា"),
    ("Dara", "ដាវី"),
    ("Dara", "ដានី"),
    ("Chantha", "ចាន់នី"),
    ("Chandara", "ចាន់ថា"),
    ("Chanda", "ចន្ទតារា"),
    ("Kanha", "គន្ធា"),
    ("Kunthea", "កញ្ញា"),
    ("Kolap", "កុសល"),
    ("Kosal", "កុលាប"),
    ("Maly", "ម៉ាលីស"),
    ("Malis", "ម៉ាលី"),
    ("Samnang", "សម្បត្តិ"),
    ("Sovann", "សុវណ្ណារី"),
    ("Theary", "ធីតា"),
    ("Vanna", "វាសនា"),
    ("Veasna", "វិសាល"),
    ("Bopha", "បូរ៉ា"),
    ("Ratana", "រចនា"),
    ("Raksmey", "រតនា"),
    ("Heng", "សេង"),
    ("Seng", "សែម"),
    ("Sok Chenda", "ស៊ិន ចិន្តា"),
    ("", "ស្រីមុំ"),
]


def meet(latin, khmer):
    return {in_other_script(sound) for sound in sounds(khmer)} & set(sounds(latin))


@pytest.mark.parametrize(("latin", "khmer"), ONE_NAME)
def test_a_name_sounds_the_same_in_both_scripts(latin, khmer):
    assert meet(latin, khmer)


@pytest.mark.parametrize(("latin", "khmer"), OTHER_NAMES)
def test_names_that_differ_in_a_consonant_do_not_meet(latin, khmer):
    assert not meet(latin, khmer)


def test_every_name_of_the_corpus_meets_itself_but_one_without_a_consonant():
    assert [latin for latin, khmer in (FAMILY | GIVEN).items() if not meet(latin, khmer)] == ["You"]


def test_of_a_thousand_pairs_of_invented_people_less_than_one_meets_by_chance():
    found, wrong = measured(whole_names(2_000))

    assert found == 2_000
    assert 0 < wrong < 1


def test_both_spellings_of_one_name_are_heard_each():
    assert sounds("Sok Dara / សុខ តារា") == ("khmer sktr", "latin sktr")
    assert consonants("khmer sktr") == 4


@pytest.mark.parametrize("text", ["", "Ea", "អៀ", "12", " / ", "\u17d2", "\u17cd"])
def test_what_has_no_consonant_sounds_like_nothing(text):
    assert sounds(text) == ()
