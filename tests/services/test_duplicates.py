"""The same person entered twice: the same row is known, a likely duplicate is named by her code and not written."""

import pytest

from followup.case.facts import Amended
from followup.services.corrections import edit
from followup.services.graduates import enrol_all
from tests.builders import a_casebook, a_flag, a_graduate


def nameless(**said):
    return {"return_date": "2026-01-31", "trade": "sewing"} | said


def with_details(**said):
    return {key: value for key, value in a_graduate(**said).items() if key != "code"} | said


def enrolled(book, *rows, as_new=False):
    return enrol_all(book, rows, as_new=as_new)


def everybody(book):
    return len(book.codes)


def test_a_file_given_again_enrols_nobody_again():
    book = a_casebook()
    rows = [with_details(name=f"Woman {n}", flags=[a_flag()]) for n in range(205)]
    first = enrolled(book, *rows)

    again = enrolled(book, *rows)

    assert (len(first.codes), again.codes, again.problems) == (205, (), ())
    assert tuple(known.code for known in again.known) == first.codes


def test_a_row_stands_already_though_she_was_put_right_since():
    book = a_casebook()
    (code,) = enrolled(book, with_details(name="Sok Dara")).codes
    edit(book, code, Amended(trade="weaving"))

    assert enrolled(book, with_details(name="Sok Dara")).known[0].code == code


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"name": "Sok Dara"}, {"name": "DARA SÓK"}),
        ({"name": "Sok Dara"}, {"name": "SokDara"}),
        ({"name": "\u179f\u17bb\u1781\u17b6"}, {"name": "\u179f\u17bb\u200b\u1781\u17b6"}),
        ({"phone": "012 345 678"}, {"phone": "+855 12 345 678"}),
        ({"name": "Sok Dara", "birth_year": 2004}, {"name": "Chan Thy", "birth_year": 2004}),
    ],
)
def test_a_likely_duplicate_is_named_by_code_and_not_written(first, second):
    book = a_casebook(a_graduate("KML-1", name="Vanna Ros", village="Elsewhere"))
    village = {"village": "Prey Thmey"}
    rows = [{"return_date": "2026-01-31"} | village | first, {"return_date": "2026-02-28"} | village | second]
    (code,) = enrolled(book, rows[0]).codes

    (problem,) = enrolled(book, rows[1]).problems

    assert code in problem.what
    assert "--as-new" in problem.what
    assert "Sok" not in problem.what
    assert everybody(book) == 2
    assert enrolled(book, rows[1], as_new=True).codes
    assert everybody(book) == 3


def spelled(name, **said):
    return {"return_date": "2026-01-31", "name": name} | said


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (spelled("Keo Sreymom"), spelled("កែវ ស្រីមុំ")),
        (spelled("កែវស្រីមុំ"), spelled("Keo Sreymom")),
        (spelled("Sreymom Keo"), spelled("កែវ ស្រីមុំ")),
        (spelled("Keo Sreymom / កែវ ស្រីមុំ"), spelled("កែវស្រីមុំ", trade="weaving")),
        (spelled("ចាន់ថា", birth_year=2004), spelled("Chantha")),
        (spelled("ចាន់ថា", phone="012 345 678"), spelled("Chantha", birth_year=2004)),
        (spelled("សុភា", birth_year=2004), spelled("Sophea", birth_year=2004)),
    ],
)
def test_a_name_in_the_other_script_is_a_likely_duplicate(first, second):
    book = a_casebook(a_graduate(name="Vanna Ros"))
    (code,) = enrolled(book, first).codes

    done = enrolled(book, second)

    assert done.codes == ()
    assert f"She may be in the casebook already, as {code}" in done.problems[0].what


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (spelled("Keo Sreymom", birth_year=2004), spelled("កែវ ស្រីមុំ", birth_year=2005)),
        (spelled("Keo Sreymom", phone="012 345 678"), spelled("កែវ ស្រីមុំ", phone="012 345 679")),
        (spelled("Keo Sreymom"), spelled("កែវ ស្រីពៅ")),
        (spelled("សុភា"), spelled("Sophea")),
        (spelled("សុភា", birth_year=2004), spelled("Sophea")),
        (spelled("លី", birth_year=2004), spelled("Ly", birth_year=2004)),
        (spelled("Chantha"), spelled("Chanda")),
    ],
)
def test_a_name_in_the_other_script_is_not_enough_where_it_is_short_or_something_speaks_against_it(first, second):
    assert len(enrolled(a_casebook(a_graduate(name="Vanna Ros")), first, second).codes) == 2


def test_two_of_one_file_who_look_alike_are_named_too():
    book = a_casebook()

    done = enrolled(book, with_details(name="Sok Dara"), with_details(name="Sok Dara", trade="weaving"))

    assert len(done.codes) == 1
    assert done.codes[0] in done.problems[0].what


def test_whoever_is_told_apart_by_nothing_is_enrolled_once_for_each_row():
    book = a_casebook()

    assert len(enrolled(book, nameless(), nameless()).codes) == 2
    again = enrolled(book, nameless(), nameless(), nameless())

    assert (len(again.known), len({known.code for known in again.known}), len(again.codes)) == (2, 2, 1)


def test_a_row_with_something_more_is_not_the_same_row():
    book = a_casebook()
    enrolled(book, with_details(name="Sok Dara"))

    done = enrolled(book, with_details(name="Sok Dara", flags=[a_flag()]))

    assert (done.known, len(done.problems)) == ((), 1)


def test_a_rehearsal_names_the_same():
    book = a_casebook()
    rows = [with_details(name="Sok Dara"), with_details(name="Sok Dara", trade="weaving")]

    done = enrol_all(book, rows, as_new=False, dry_run=True)

    assert "row 1" in done.problems[0].what
    assert everybody(book) == 1
