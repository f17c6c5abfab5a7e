"""The route: who is to be visited, on a paper that is carried through the country.

- its lines are the visits of the agenda, by province, district and day, overdue first
- it names nobody; what may say who somebody is, such as a village, is not on it
- names are printed when that is asked for: then without codes, months, flags and reasons, and in a file of their own
- nobody drops out of sight: of whom something else is due, she stands below; whom nobody follows is counted
- what somebody typed that names a graduate is masked; markup stands as it was typed
"""

from datetime import date

import pytest

from followup.case.facts import Promised
from followup.handout.paper.catalogue import Language
from followup.services.agenda import agenda_of
from followup.services.audit_trail import audit_trail
from followup.services.prints.route import RouteRequest, print_route
from followup.services.trip_plans import TripPlanner, TripRequest
from tests.builders import a_casebook, a_flag, a_graduate
from tests.prints.papers import for_golden, given_to_typesetter, page_text, texts

EVERYBODY = RouteRequest(everybody=True)


@pytest.fixture
def given(monkeypatch):
    return given_to_typesetter(monkeypatch)


def a_route(given, tmp_path, *graduates, wanted=EVERYBODY, language=Language.EN):
    """What the route says of these graduates."""
    print_route(a_casebook(*graduates), wanted, language, tmp_path)
    return given[-1].content


def codes(content):
    return {group["place"]: [row["who"] for row in group["rows"]] for group in content["groups"]}


def test_visits_stand_by_district_the_most_urgent_place_first_and_overdue_ones_before_those_to_come(given, tmp_path):
    content = a_route(
        given,
        tmp_path,
        a_graduate("ONE-1", "2026-10-25"),
        a_graduate("TWO-1", "2026-01-31", district="Takhmau"),
        a_graduate("TRI-1", "2026-10-24", district="Takhmau"),
        a_graduate("FOR-1", "2026-10-24", province="Siem Reap", district="Puok"),
    )

    assert list(codes(content).items()) == [
        ("Kandal, Takhmau", ["TWO-1", "TRI-1"]),
        ("Kandal, Kien Svay", ["ONE-1"]),
        ("Siem Reap, Puok", ["FOR-1"]),
    ]
    assert content["counts"] == "4 visits, 1 overdue"


def test_a_visit_on_an_accepted_trip_is_said_to_be(given, tmp_path):
    book = a_casebook(a_graduate("ONE-1", "2026-10-25"))
    planner = TripPlanner(book, TripRequest("SN", date(2027, 5, 31)))
    planner.accept(planner.look())

    print_route(book, EVERYBODY, Language.EN, tmp_path)

    assert given[-1].content["groups"][0]["rows"][0]["notes"] == ["trip"]


def test_a_line_says_the_day_due_and_late_after_month_and_open_flags(given, tmp_path):
    content = a_route(given, tmp_path, a_graduate(flags=[a_flag()]), a_graduate("ABC-1", "2026-10-25"))

    overdue, planned = content["groups"][0]["rows"]
    assert overdue == {
        "who": "KML-1",
        "lives": "",
        "over": True,
        "day": "over by 14 days",
        "notes": ["not met for 294 days"],
        "due": "31 Oct",
        "late_after": "7 Nov",
        "month": "9",
        "flags": "1",
    }
    assert (planned["day"], planned["due"], planned["late_after"]) == ("Thu 26 Nov", "25 Nov", "2 Dec")
    assert (planned["month"], planned["flags"], planned["over"]) == ("0", "–", False)


def test_of_an_overdue_visit_the_days_are_its_own_and_not_those_of_the_next_one(given, tmp_path):
    book = a_casebook(a_graduate("KML-1", "2026-01-31"), today=date(2026, 11, 26))
    print_route(book, RouteRequest(everybody=True), Language.EN, tmp_path)
    (row,) = given[-1].content["groups"][0]["rows"]

    assert (row["day"], row["due"], row["late_after"]) == ("over by 19 days", "31 Oct", "7 Nov")
    assert "planned Mon 30 Nov" in row["notes"]


def test_it_counts_the_same_visits_as_the_agenda(given, tmp_path):
    book = a_casebook(*(a_graduate(f"KM{n:02}-1", f"2026-{n:02}-20") for n in range(1, 11)))
    for wanted, days in ((RouteRequest(everybody=True), 7), (RouteRequest(everybody=True, month=True), 0)):
        print_route(book, wanted, Language.EN, tmp_path)
        agenda = agenda_of(book, days, everybody=True, month=wanted.month)

        printed = [who for rows in codes(given[-1].content).values() for who in rows]
        assert sorted(printed) == sorted(item.row.code for item in agenda.items)


def test_no_name_and_no_village_stands_on_it(given, tmp_path):
    a_route(given, tmp_path, a_graduate(village="Trapeang Veng", nickname="Mom", phone="012345678"))

    assert not [word for word in ("Sreymom", "Keo", "Mom", "Trapeang", "012345678") if word in texts(given[-1])]


def test_names_are_printed_when_asked_for_and_beside_them_nothing_that_is_known_of_her(given, tmp_path):
    content = a_route(given, tmp_path, a_graduate(flags=[a_flag()]), wanted=RouteRequest(everybody=True, names=True))

    (row,) = content["groups"][0]["rows"]
    assert (row["who"], row["lives"]) == ("Sreymom Keo", "Trapeang Veng")
    assert not row.keys() & {"month", "flags"}
    assert row["notes"] == []
    assert "KML-1" not in texts(given[-1])


def test_who_has_no_name_stands_there_with_her_code(given, tmp_path):
    content = a_route(given, tmp_path, a_graduate(name=""), wanted=RouteRequest(everybody=True, names=True))

    assert codes(content) == {"Kandal, Kien Svay": ["KML-1"]}


def test_a_route_with_names_is_a_file_of_its_own_and_the_log_says_names(given, tmp_path):
    book = a_casebook()
    plain = print_route(book, EVERYBODY, Language.EN, tmp_path)
    named = print_route(book, RouteRequest(everybody=True, names=True), Language.EN, tmp_path)

    assert (plain.path.name, named.path.name) == ("route-2026-11-21.pdf", "route-2026-11-21-names.pdf")
    assert [entry.sentence for entry in audit_trail(book)] == [
        "Printed: route 2026-11-21 (1 page, en, 1 graduate).",
        "Printed: route 2026-11-21 (1 page, en, 1 graduate, with names).",
    ]


def test_of_whom_no_visit_is_due_but_something_else_she_stands_below(given, tmp_path):
    book = a_casebook(a_graduate("ABC-1", "2026-11-20", flags=[a_flag(review="2026-11-25")]))
    book.write(book.find("ABC-1"), Promised("a chair", "SN", date(2026, 11, 24)))
    print_route(book, EVERYBODY, Language.EN, tmp_path)
    print_route(book, RouteRequest(everybody=True, names=True), Language.EN, tmp_path)

    plain, named = (document.content["others"] for document in given)
    assert [(one["who"], one["what"]) for one in plain] == [("ABC-1", "a promise is due, 24 Nov")]
    assert [(one["who"], one["what"]) for one in named] == [("Sreymom Keo", "something is to be done")]


def test_whom_nobody_follows_is_counted(given, tmp_path):
    content = a_route(
        given, tmp_path, a_graduate(worker="SN"), a_graduate("ABC-1", worker=""), wanted=RouteRequest("SN")
    )

    assert codes(content) == {"Kandal, Kien Svay": ["KML-1"]}
    assert content["notes"] == ["Followed by nobody: 1. Give them a worker."]


def test_nobody_to_visit_is_a_page_that_says_so(given, tmp_path):
    assert a_route(given, tmp_path, a_graduate("ABC-1", "2026-11-20"))["groups"] == []


def test_a_district_that_names_somebody_is_masked(given, tmp_path):
    content = a_route(given, tmp_path, a_graduate(district="Sreymom"))

    assert "Sreymom" not in texts(given[-1])
    assert list(codes(content)) == ["Kandal, ▒▒▒"]


def test_a_graduate_called_like_a_day_stops_no_route(given, tmp_path):
    for name in ("Mon Nov", "Visits"):
        assert a_route(given, tmp_path, a_graduate(name=name))["groups"]


@pytest.mark.parametrize("names", [False, True])
def test_all_that_stands_on_it(given, tmp_path, golden, names):
    a_route(
        given,
        tmp_path,
        a_graduate(flags=[a_flag(), a_flag("violence", "danger")]),
        a_graduate("ABC-1", "2026-10-25", district="Takhmau", commune="Prek Thmey"),
        a_graduate("DEF-1", "2024-11-20", province="Siem Reap", district="Puok", name="ស្រីមុំ កែវ"),
        a_graduate("GHI-1", "2026-11-20", flags=[a_flag(review="2026-11-25")]),
        a_graduate("JKL-1", "2023-10-02", worker="", province="", district=""),
        wanted=RouteRequest(everybody=True, names=names),
    )

    golden("print-route-names.json" if names else "print-route.json", for_golden(given[-1]))


def test_the_page_as_it_is_printed(tmp_path):
    district = "#let x *bold* $ @y [ ] \\ <a>"
    book = a_casebook(a_graduate(flags=[a_flag()]), a_graduate("ABC-1", "2026-10-25", district=district))
    first = print_route(book, EVERYBODY, Language.EN, tmp_path / "one")
    second = print_route(book, EVERYBODY, Language.EN, tmp_path / "two")
    named = print_route(book, RouteRequest(everybody=True, names=True), Language.EN_KM, tmp_path)

    shown = page_text(first.path)
    assert first.path.read_bytes() == second.path.read_bytes()
    assert "Visits to make, 21 – 28 Nov 2026" in shown
    assert f"Kandal, {district}" in shown
    assert "No names; fold and keep on you." in shown
    assert "NAMES ON THIS PAPER: shred it after the trip." in page_text(named.path)


@pytest.mark.parametrize(("graduates", "pages"), [(0, 1), (5, 1), (20, 1), (60, 3)])
def test_how_many_pages_it_takes(tmp_path, graduates, pages):
    some = [a_graduate(f"KM{n:03}-1", "2026-10-25", name="") for n in range(graduates)]
    book = a_casebook(*some or [a_graduate("ABC-1", "2026-11-20")])

    assert print_route(book, EVERYBODY, Language.EN_KM, tmp_path).pages == pages
