"""Her plan on one page: in plain words, to be agreed and signed.

- every kind of plan is one page with a sum that is true: a shop in a month, the others from one sale to the next
- what is missing is called missing, and a plan that does not carry itself says so, in bold, before it is signed
- each way of paying back a loan is said in a sentence; instalments have a box each
- what to do if it goes wrong depends on the plan
- the paper lies where others see it: no name, not where she comes from; what was promised only when that is asked for
"""

from datetime import date

import pytest

from followup.case.facts import Promised
from followup.errors import Missing
from followup.handout.paper.catalogue import Language
from followup.services.prints.plan import MOST_COSTS, MOST_NEEDED, MOST_SOLD, print_plan
from tests.builders import a_casebook, a_graduate, a_plan
from tests.prints.papers import for_golden, given_to_typesetter, page_text, texts

HERSELF = [{"role": "herself", "take_home": "100,000 riel"}]
ANIMALS = {
    "trade": "animal-raising",
    "kind": "animals",
    "animals": {"number": 5, "months": 6, "price": "400,000 riel", "feed": "80,000 riel"},
    "partners": HERSELF,
}
GARDEN = {
    "trade": "farming",
    "kind": "garden",
    "garden": {"harvests": 2, "months": 4, "takings": "900,000 riel", "costs": "200,000 riel"},
    "costs": {"transport": "10,000 riel"},
    "partners": HERSELF,
}
SEASONAL = {
    "trade": "farming",
    "kind": "seasonal",
    "season": {"months": 5, "takings": "200,000 riel", "wait": 2},
    "partners": HERSELF,
}
SISTERS = [*HERSELF, {"role": "graduate", "take_home": "100,000 riel"}]
FULL = a_plan(
    partners=SISTERS,
    customers_a_day="2-3",
    prices=[{"service": f"{n} " + "very long words " * 3, "price": "2,000 riel"} for n in range(12)],
    costs=dict.fromkeys(("materials", "labour", "transport", "rent", "electricity", "water", "food"), "10,000 riel"),
    items=[{"what": "thing " * 9, "price": "1,000 riel", "paid_by": "donated", "quantity": 12}] * 9,
    loan={"principal": "480,000 riel", "instalment": "20,000 riel", "months": 24},
)


@pytest.fixture
def given(monkeypatch):
    return given_to_typesetter(monkeypatch)


def a_paper(given, tmp_path, plan, **wanted):
    """What the paper of this plan says."""
    book = a_casebook(a_graduate(plan=plan))
    print_plan(book, "KML", Language.EN, tmp_path, **wanted)
    return given[-1].content


def said(spellings):
    """A sentence in the only language."""
    return spellings[0]["text"]


def the_sum(content):
    figures = content["sum"]["figures"]
    return said(content["sum"]["title"]), [(said(one["label"]), one["amount"]) for one in figures]


def told(content):
    return [said(one["words"]) for one in content["sum"]["told"]]


def test_a_shop_is_summed_up_for_a_month(given, tmp_path):
    content = a_paper(given, tmp_path, a_plan(customers_a_day="5-7"))

    assert said(content["how"]) == "5–7 customers a day, open 26 days a month"
    assert content["sells"]["rows"] == [{"what": "haircut", "amount": "2,000"}]
    assert the_sum(content) == (
        "In a month, with 6 customers a day",
        [("comes in", "312,000 riel"), ("is paid out", "40,000 riel"), ("is left for me", "272,000 riel")],
    )
    assert told(content) == [
        "With only 5 customers a day, 220,000 riel is left.",
        "I must take home 100,000 riel a month.",
    ]


@pytest.mark.parametrize(
    ("plan", "how", "title", "amounts"),
    [
        (ANIMALS, "5 animals, sold after 6 months", "From buying to selling: 6 months", ("2,000,000", "480,000")),
        (
            GARDEN,
            "2 harvests a year, the first after 4 months",
            "From one harvest to the next: 6 months",
            ("900,000", "260,000"),
        ),
        (SEASONAL, "5 months of work a year, the first money after 2 months", "In a year", ("1,000,000", "0")),
    ],
)
def test_what_is_no_shop_is_summed_up_from_one_sale_to_the_next(given, tmp_path, plan, how, title, amounts):
    content = a_paper(given, tmp_path, plan)

    shown_title, figures = the_sum(content)
    assert (said(content["how"]), shown_title) == (how, title)
    assert [amount for _, amount in figures[:2]] == [f"{one} riel" for one in amounts]
    assert any(one.startswith("The first money comes after") for one in told(content))


@pytest.mark.parametrize(
    ("plan", "unit", "of_costs"),
    [
        (a_plan(), "riel", "riel a month"),
        (a_plan(currency="USD", rate=4000), "US$", "US$, each month"),
        (GARDEN, "riel", "riel"),
    ],
)
def test_the_currency_stands_above_the_amounts(given, tmp_path, plan, unit, of_costs):
    content = a_paper(given, tmp_path, plan)

    assert (said(content["unit"]), said(content["unit-of-costs"])) == (unit, of_costs)


def test_what_is_missing_is_called_missing_and_the_plan_is_to_be_changed(given, tmp_path):
    content = a_paper(given, tmp_path, a_plan(costs={"rent": "400,000 riel"}))

    assert the_sum(content)[1][-1] == ("is missing", "88,000 riel")
    assert content["sum"]["told"][-1]["bad"]
    assert told(content)[-1] == "That is not enough. The plan is to be changed before it is signed."


def test_partners_see_what_is_left_for_each(given, tmp_path):
    content = a_paper(given, tmp_path, a_plan(partners=SISTERS))

    assert the_sum(content)[1][-1] == ("is left for all of us", "272,000 riel")
    assert told(content)[0] == "That is 136,000 riel for each of us 2."


def test_a_plan_without_a_price_list_is_not_taken_for_one_that_earns_nothing(given, tmp_path):
    content = a_paper(given, tmp_path, a_plan(prices={}))

    assert [amount for _, amount in the_sum(content)[1]] == ["not known yet", "40,000 riel", "not known yet"]
    assert told(content) == ["I must take home 100,000 riel a month."]


@pytest.mark.parametrize(
    ("loan", "sentence", "boxes"),
    [
        (None, "I have no loan.", 0),
        (
            {"principal": "480,000 riel", "instalment": "40,000 riel", "months": 12, "since": "2026-02-15"},
            "480,000 riel. I pay back 40,000 riel each month, 12 times: from 15 Mar 2026 to 15 Feb 2027.",
            12,
        ),
        (
            {"principal": "$100", "instalment": "$110", "repaid": "at_harvest", "harvest": "2027-03-01"},
            "$100.00. I pay back $110.00 once, by 31 Mar 2027.",
            0,
        ),
        (
            {"principal": "$100", "repaid": "in_kind", "in_kind": "two piglets", "harvest": "2027-03-01"},
            "$100.00. I give back by 31 Mar 2027: two piglets",
            0,
        ),
        (
            {"principal": "$100", "repaid": "in_kind", "in_kind": "two piglets"},
            "$100.00. I give back: two piglets",
            0,
        ),
        ({"principal": "$100", "repaid": "none"}, "$100.00. I do not have to pay it back.", 0),
    ],
)
def test_each_way_of_paying_back_a_loan_is_said_in_a_sentence(given, tmp_path, loan, sentence, boxes):
    loan_part = a_paper(given, tmp_path, a_plan(loan=loan) if loan else a_plan())["loan"]

    assert (said(loan_part["told"]), loan_part["boxes"]) == (sentence, boxes)


@pytest.mark.parametrize(
    ("plan", "sentence"),
    [
        (a_plan(customers_a_day="2.0-4.0"), "Fewer than 3 customers a day: there is not enough to take home."),
        (a_plan(partners=[{"role": "herself"}]), "Less than one customer a day: the month does not pay."),
        (
            a_plan(partners=[{"role": "herself"}], costs={"rent": "110,000 riel"}),
            "Fewer than 3 customers a day: the month does not pay.",
        ),
        (
            a_plan(costs={}, partners=[{"role": "herself", "take_home": "50,000 riel"}]),
            "Less than one customer a day: there is not enough to take home.",
        ),
    ],
)
def test_how_few_customers_are_too_few_is_reckoned_with_what_must_be_taken_home(given, tmp_path, plan, sentence):
    content = a_paper(given, tmp_path, plan)

    assert said(content["wrong"][0]) == f"{sentence} I tell my adviser at once."


def test_the_customers_that_the_sum_is_made_with_stand_above_it_without_zeros(given, tmp_path):
    content = a_paper(given, tmp_path, a_plan(customers_a_day="2.0-4.0"))

    assert said(content["how"]) == "2–4 customers a day, open 26 days a month"
    assert said(content["sum"]["title"]) == "In a month, with 3 customers a day"
    assert said(a_paper(given, tmp_path, a_plan(customers_a_day="2.0-2.5"))["sum"]["title"]).endswith(
        "2.25 customers a day"
    )


def test_what_to_do_if_it_goes_wrong_depends_on_the_plan(given, tmp_path):
    money = "Somebody is ill or asks me for money: it comes from my savings, not from the business."
    wrong = {
        name: [said(one) for one in a_paper(given, tmp_path, plan)["wrong"]]
        for name, plan in {"shop": a_plan(), "animals": ANIMALS, "full": FULL}.items()
    }

    assert wrong["shop"] == [
        "Fewer than 3 customers a day: there is not enough to take home. I tell my adviser at once.",
        money,
    ]
    assert wrong["animals"] == [
        "An animal falls ill or dies: I tell my adviser before I sell or buy anything.",
        money,
    ]
    assert len(wrong["full"]) == 4


def test_it_says_nothing_of_who_she_is_or_where_she_comes_from(given, tmp_path):
    plan = a_plan(partners=SISTERS, prices={"for Sreymom": "2,000 riel"}, note="Sreymom left the centre.")
    a_paper(given, tmp_path, plan)

    shown = texts(given[-1])
    assert not [word for word in ("Sreymom", "graduate", "centre", "worker", "visit", "SN") if word in shown]
    assert "for ▒▒▒" in shown


def test_what_was_promised_stands_on_it_only_when_that_is_asked_for(given, tmp_path):
    book = a_casebook(a_graduate(plan=a_plan()))
    book.write(book.find("KML"), Promised("the second chair", "SN", date(2026, 12, 24)))
    for promises in (False, True):
        print_plan(book, "KML", Language.EN, tmp_path, promises=promises)

    without, with_promises = (document.content["promises"] for document in given)
    assert without == {"hers": [], "ours": []}
    assert with_promises == {"hers": [], "ours": ["24 Dec 2026: the second chair"]}


def test_long_lists_are_cut_and_say_how_much_more_there_is(given, tmp_path):
    content = a_paper(given, tmp_path, FULL)

    for name, most, every in (("sells", MOST_SOLD, 12), ("pays", MOST_COSTS, 7), ("start", MOST_NEEDED, 9)):
        assert len(content[name]["rows"]) == most - 1
        assert said(content[name]["more"]) == f"and {every - most + 1} more"


def test_without_a_plan_there_is_nothing_to_print(given, tmp_path):
    book = a_casebook()

    with pytest.raises(Missing, match="no business plan"):
        print_plan(book, "KML", Language.EN, tmp_path)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("plan", [a_plan(), ANIMALS, GARDEN, SEASONAL, FULL], ids=lambda plan: plan["trade"])
def test_whatever_stands_in_it_a_plan_is_one_page(tmp_path, plan, language):
    book = a_casebook(a_graduate(plan=plan))
    for n in range(5):
        book.write(book.find("KML"), Promised("a promise of many words " * 20, "SN", date(2026, 12, n + 1)))

    assert print_plan(book, "KML", language, tmp_path, promises=True).pages == 1


def test_all_that_stands_on_it(given, tmp_path, golden):
    print_plan(a_casebook(a_graduate(plan=FULL)), "KML", Language.EN, tmp_path)

    golden("print-plan.json", for_golden(given[-1]))


def test_the_page_as_it_is_printed(tmp_path):
    service = "#let x *bold* $ @y [ ] \\ <a>"
    book = a_casebook(a_graduate(plan=a_plan(prices={service: "2,000 riel"})))
    first = print_plan(book, "KML", Language.EN, tmp_path / "one")
    second = print_plan(book, "KML", Language.EN, tmp_path / "two")

    shown = page_text(first.path)
    assert first.path.read_bytes() == second.path.read_bytes()
    assert first.path.name == "plan-kml-1.pdf"
    for words in (service, "My business plan", "hairdressing · Plan of 31 January 2026", "We agree to this plan"):
        assert words in shown
