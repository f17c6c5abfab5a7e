"""A visit sheet is one page, whatever is in the casebook, and says nothing of who she is.

- what it says of a followed graduate, word for word
- one page each: forty flags, notes of five thousand letters, Khmer without spaces, one endless word, markup
- somebody not met yet, not home yet, home again, without plan, with animals and a loan in kind, by phone, without end
- no name stands on it, and a name that got past the mask stops it; who is called like a month or a figure does not
"""

import json
from datetime import date

import pytest

from followup.case.facts import Ended, Promised, Visited
from followup.case.fields import MARK
from followup.case.outcome_words import FailureCause, OutcomeKind
from followup.case.visit_words import ContactMethod
from followup.case.vocabulary import RiskKind, Severity
from followup.errors import Refused
from followup.handout.guard import Exposed
from followup.handout.paper import typesetting
from followup.handout.paper.catalogue import Language
from followup.handout.paper.typesetting import page_count, typeset
from followup.monitoring.visit_sheet import MOST_FLAGS
from followup.services import outcomes
from followup.services.prints import sheets
from followup.services.prints.sheets import Booklet, SheetRequest, print_sheets, sheets_booklet
from followup.services.second_returns import return_again
from tests.builders import a_casebook, a_flag, a_graduate, a_plan
from tests.cli.followed import scores, the_caseload, write
from tests.monitoring.cases import a_month
from tests.prints.looking import INK, PAPER, is_grey, pictures
from tests.prints.papers import page_text

MARKUP = r"#let x = 1; *bold* _it_ $y$ @ref [ ] \ <a> // `raw` "
UNCHECKED = (RiskKind.COULD_NOT_BE_REACHED, RiskKind.BELOW_BREAK_EVEN, RiskKind.NO_FAMILY)
"""Flags of these leave every check on the page: there is no taller one."""
KHMER = "ស្ត្រីនោះលក់ដូរបានល្អហើយចង់ពង្រីកមុខរបរបន្ថែមទៀតនៅខែក្រោយ"
LOAN = {"principal": "400,000 riel", "instalment": "40,000 riel", "months": 12, "since": "2026-05-01"}
IN_KIND = {"principal": "200,000 riel", "repaid": "in_kind", "in_kind": "two piglets", "harvest": "2027-03-01"}
PIGS = {
    "trade": "animal-raising",
    "rate": 4000,
    "kind": "animals",
    "animals": {"number": 10, "months": 6, "price": "200,000 riel"},
    "loan": IN_KIND,
}


def pages(booklet: Booklet) -> int:
    return page_count(typeset(booklet.document))


def the_page(book, code: str, language: Language = Language.EN):
    return sheets_booklet(book, SheetRequest(codes=(code,)), language).document.content["sheets"][0]


def a_full_case(code: str, text: str, kinds: tuple[RiskKind, ...] = (*RiskKind, *RiskKind, *list(RiskKind)[:12])):
    """A graduate of whom more is written than any page holds: forty flags, a third of them dangers."""
    plan = a_plan(loan=LOAN, partners=[{"role": "herself"}, {"role": "relative"}])
    grades = list(reversed(Severity))
    raised = [
        a_flag(
            kind, grades[n % 3 if len(kinds) > 3 else 0], note=(text * 2_000)[:2_000], raised=f"2026-10-{1 + n % 28:02}"
        )
        for n, kind in enumerate(kinds)
    ]
    return a_graduate(code, plan=plan, flags=raised, district=f"{text[:30].strip()} district", worker=text[:38].strip())


def told_at_length(book, code: str, text: str) -> None:
    visit = Visited(
        ContactMethod.HOME_VISIT,
        note=(text * 5_000)[:5_000].strip(),
        agreed=(text * 5_000)[:4_990].strip(),
        scores=scores("133423", "233223"),
        month=a_month(6_000_000_000, 8_000_000_000, debt=9_000_000_000),
        not_seen=(RiskKind.ISOLATION,),
    )
    write(book, code, ("2026-10-30", visit))


# --- what it says ---------------------------------------------------------------------------------------------------


def test_the_page_of_a_followed_graduate_says_what_is_known_and_what_is_open(golden):
    page = the_page(the_caseload(), "SHOP-1")

    golden("sheet-content.json", (json.dumps(page, indent=1, ensure_ascii=False) + "\n").encode())


def test_the_printed_page_word_for_word(golden, tmp_path):
    printed, _ = print_sheets(the_caseload(), SheetRequest(codes=("SHOP-1",)), Language.EN, tmp_path)

    words = "\n".join(" ".join(line.split()) for line in page_text(printed.path).splitlines() if line.strip())
    golden("sheet.txt", words.encode() + b"\n")


def test_the_code_of_the_page_is_of_the_month_of_the_visit(golden):
    page = the_page(the_caseload(), "LATE-1")

    assert (page["code"], page["count"]["month"]) == ("LATE-1", "9")
    assert page["page"].startswith("-9-")


def test_the_gravest_flags_have_their_place_and_the_others_are_counted():
    page = the_page(a_casebook(a_full_case("FULL-1", "She owes money. ")), "FULL-1")

    assert [flag["severity"] for flag in page["flags"]] == ["danger"] * MOST_FLAGS
    assert page["more_flags"] == str(40 - MOST_FLAGS)
    assert not {flag["kind"] for flag in page["flags"]} & {check["kind"] for check in page["checks"]}


def test_among_dangers_violence_and_being_sold_again_come_before_what_is_looked_at_sooner():
    kinds = (RiskKind.DEBT, RiskKind.ISOLATION, RiskKind.HEALTH, RiskKind.RECRUITER_NEAR, RiskKind.VIOLENCE)
    raised = [a_flag(kind, "danger", raised=f"2026-10-0{day}") for day, kind in enumerate(kinds, 1)]
    page = the_page(a_casebook(a_graduate(flags=[a_flag(RiskKind.FAMILY_WOULD_SELL, "concern"), *raised])), "KML-1")

    assert [flag["kind"] for flag in page["flags"]] == ["violence", "recruiter_near", "health"]


def test_a_hidden_word_looks_as_on_the_screen_and_as_no_missing_letter(tmp_path):
    printed, _ = print_sheets(the_caseload(), SheetRequest(codes=("SHOP-1",)), Language.EN_KM, tmp_path)

    assert f"{MARK} sells less" in page_text(printed.path)


def test_a_hidden_word_needs_no_second_go_at_typesetting(monkeypatch):
    compiled = []
    once = typesetting._compiled
    monkeypatch.setattr(typesetting, "_compiled", lambda *given: compiled.append(given) or once(*given))

    typeset(sheets_booklet(the_caseload(), SheetRequest(codes=("SHOP-1",)), Language.EN_KM).document)

    assert len(compiled) == 1


def test_what_could_not_be_looked_at_last_time_is_marked():
    book = a_casebook(a_graduate())
    write(book, "KML", ("2026-10-30", Visited(ContactMethod.HOME_VISIT, not_seen=(RiskKind.VIOLENCE,))))

    assert [check["kind"] for check in the_page(book, "KML-1")["checks"] if check["unseen"]] == ["violence"]


def test_figures_stand_in_the_currency_of_the_plan():
    plan = a_plan(currency="USD", rate=4000, prices={"haircut": "0.50 USD"}, costs={"materials": "40,000 riel"})
    book = a_casebook(a_graduate(plan=plan | {"loan": LOAN}))
    write(book, "KML", ("2026-10-30", Visited(ContactMethod.HOME_VISIT, month=a_month(100_000, 20_000))))

    business = the_page(book, "KML-1")["business"]

    rows = {row["key"]: (row["last"], row["plan"]) for row in business["figures"]}
    assert business["currency"] == "currency_usd"
    assert rows["takings"][0] == "25.00"
    assert rows["costs"] == ("5.00", "10.00")
    assert rows["repaid"] == ("", "10.00")
    assert business["instalments"]["fields"] == {"n": "6", "amount": "10.00", "day": "1 Jun 2026"}


# --- whatever is in the casebook ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def crowded():
    texts = {"LATIN-1": MARKUP, "KHMER-1": KHMER, "WORD-1": "x", "WIDE-1": "W W ", "TALL-1": KHMER}
    full = [a_full_case(code, text) for code, text in texts.items() if code != "TALL-1"]
    book = a_casebook(*full, a_full_case("TALL-1", KHMER, UNCHECKED))
    for code, text in texts.items():
        told_at_length(book, code, text)
        for n in range(7):
            book.write(book.find(code), _promise(text, n), on=date(2026, 10, 30))
    return book, tuple(texts)


def _promise(text: str, n: int):
    return Promised((text * 1_000)[:990].strip(), text[:38].strip(), date(2026, 12, 1 + n))


@pytest.mark.parametrize("language", list(Language))
def test_a_sheet_is_one_page_whatever_is_written_of_her(crowded, language):
    book, codes = crowded

    assert pages(sheets_booklet(book, SheetRequest(codes=codes), language)) == len(codes)


def test_markup_that_somebody_wrote_stands_on_paper_as_it_was_written(crowded, tmp_path):
    book, _ = crowded

    printed, _ = print_sheets(book, SheetRequest(codes=("LATIN-1",)), Language.EN, tmp_path)

    assert r"#let x = 1; *bold* _it_ $y$ @ref [ ] \ <a>" in page_text(printed.path)


def test_a_sheet_is_black_on_white_with_no_tone_between(crowded):
    book, _ = crowded
    pdf = typeset(sheets_booklet(book, SheetRequest(codes=("TALL-1",)), Language.EN_KM).document)

    assert is_grey(pdf)
    assert set(pictures(pdf, smooth=False)[0].points) == {INK, PAPER}


@pytest.fixture(scope="module")
def unusual():
    book = a_casebook(
        a_graduate("NEW-1", "2026-11-10"),
        a_graduate("HOME-1", "2026-12-10"),
        a_graduate("PHONE-1", "2026-10-10", policy="once-at-6-weeks"),
        a_graduate("OPEN-1", policy="monthly-open"),
        a_graduate("PIGS-1", plan=PIGS),
        a_graduate("AGAIN-1"),
        a_graduate("DONE-1", "2026-01-31", policy="months-3-and-6"),
        a_graduate("DANGER-1", flags=[a_flag(severity="danger")]),
        today=date(2026, 11, 21),
    )
    write(book, "AGAIN", ("2026-09-30", Visited(ContactMethod.HOME_VISIT, note="Well.")))
    outcomes.record(book, "AGAIN", Ended(OutcomeKind.BACK_AT_CENTRE, (FailureCause.DEBT,)), date(2026, 10, 5))
    return_again(book, "AGAIN", date(2026, 11, 2))
    for day in ("2026-04-30", "2026-07-31"):
        write(book, "DONE", (day, Visited(ContactMethod.HOME_VISIT)))
    return book


UNUSUAL = ("NEW-1", "HOME-1", "PHONE-1", "OPEN-1", "PIGS-1", "AGAIN-1", "DONE-1", "DANGER-1")


def test_every_kind_of_case_has_a_sheet_of_one_page(unusual):
    assert pages(sheets_booklet(unusual, SheetRequest(codes=UNUSUAL), Language.EN_KM)) == len(UNUSUAL)


@pytest.mark.parametrize("code", ["NEW-1", "HOME-1", "AGAIN-1"])
def test_who_was_not_met_yet_has_nothing_of_last_time(unusual, code):
    page = the_page(unusual, code)

    assert page["last"]["key"] == "never_met"
    assert page["last"]["since"].endswith("2026")
    assert page["business"] is None
    assert {score["worker"] for score in page["scores"]} == {""}


def test_a_policy_without_end_and_one_with_nothing_to_come_say_so(unusual):
    assert the_page(unusual, "OPEN-1")["which"] == "visit_open"
    done = the_page(unusual, "DONE-1")
    assert (done["which"], done["days"], done["count"]["month"]) == ("visit_none", [], "9")


def test_animals_have_no_customers_and_a_loan_in_kind_no_amount(unusual):
    business = the_page(unusual, "PIGS-1")["business"]

    keys = [row["key"] for row in business["figures"]]
    assert "customers" not in keys
    assert keys[-1] == "given_back"
    assert business["instalments"] is None


def test_a_contact_between_visits_is_said_to_be_one(unusual):
    page = the_page(unusual, "DANGER-1")

    assert page["which"] in ("visit_extra", "visit_of")
    assert page["days"]


# --- nobody is exposed -----------------------------------------------------------------------------------------------


def test_no_name_stands_on_a_sheet():
    text = json.dumps(the_page(the_caseload(), "SHOP-1"), ensure_ascii=False)

    assert "Sreymom" not in text
    assert "Keo" not in text
    assert f"{MARK} sells less" in text


def test_a_name_that_got_past_the_mask_stops_the_print(monkeypatch, tmp_path):
    monkeypatch.setattr(sheets, "masker", lambda book, *, names: str)

    with pytest.raises(Exposed):
        print_sheets(the_caseload(), SheetRequest(codes=("SHOP-1",)), Language.EN, tmp_path)

    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["Nov", "Oct", "Safety", "Home Visit", "Debt", "Kien Svay"])
def test_who_is_called_like_a_word_of_the_program_stops_no_print(name, tmp_path):
    book = a_casebook(
        a_graduate(flags=[a_flag()], plan=a_plan()), a_graduate("NAME-2", name=f"{name} Zq", nickname=name)
    )
    write(book, "KML", ("2026-10-30", Visited(ContactMethod.HOME_VISIT, scores=scores("133423"))))

    assert print_sheets(book, SheetRequest(codes=("KML-1",)), Language.EN, tmp_path)[0].pages == 1


def test_the_same_casebook_prints_the_same_bytes(tmp_path):
    book, request = the_caseload(), SheetRequest()

    first, _ = print_sheets(book, request, Language.EN_KM, tmp_path)
    again, _ = print_sheets(book, request, Language.EN_KM, tmp_path)

    assert first.changed
    assert not again.changed


def test_nothing_is_printed_when_nobody_is_to_be_visited(tmp_path):
    with pytest.raises(Refused):
        print_sheets(a_casebook(a_graduate(returned="2026-11-20")), SheetRequest(), Language.EN, tmp_path)

    assert not list(tmp_path.iterdir())
