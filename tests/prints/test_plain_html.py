"""Where nothing can be typeset, a print is a plain page for a browser.

- it says everything that the typeset one says, in one file that fetches nothing and runs nothing
- what somebody typed stands there as it was typed, and is no markup
- it passes the same guard, is told of in a sentence, and stands in the log
"""

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from html.parser import HTMLParser
from typing import Any

import pytest

from followup.errors import Refused
from followup.handout.guard import Exposed
from followup.handout.paper import typesetting
from followup.handout.paper.catalogue import Language
from followup.handout.paper.html import plain_html
from followup.services.prints.printing import print_document
from followup.services.prints.route import RouteRequest, print_route
from followup.values import replace
from tests.builders import a_casebook, a_graduate
from tests.cli.desk import Desk
from tests.prints.samples import NAMES, sample

NOTE = "<b>#let x = 1</b> & \"twice\" <script>alert('x')</script> *bold* $ @x [ ] \\ </td>"
LANGUAGES = list(Language)
KEYS = {"since", "id", "form", "picture", "lang", "kind", "key", "which", "domain", "severity", "contacts", "currency"}
"""Under which a document names what its template draws, or which words it says, or what it says only sometimes."""


@pytest.fixture
def no_typesetter(monkeypatch):
    """A machine without the wheel."""
    monkeypatch.setitem(sys.modules, "typst", None)
    typesetting._typesetter.cache_clear()
    yield
    typesetting._typesetter.cache_clear()


class Shape(HTMLParser):
    """The tags of a page, each closed where it was opened."""

    EMPTY = ("meta", "br")

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attributes}
        if tag not in self.EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def page_of(name: str, language: Language = Language.EN) -> str:
    return plain_html(sample(name, language)).file().decode()


def read(page: str) -> str:
    """What a reader of the page sees, without where its lines break."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page.partition("<body>")[2])).split())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_whole_and_fetches_and_runs_nothing(name, language):
    page, shape = page_of(name, language), Shape()
    shape.feed(page)

    assert not shape.open
    assert not shape.tags & {"script", "link", "img", "iframe", "a", "form", "object"}
    assert not {one for one in shape.attributes if one.startswith("on")} | (shape.attributes & {"src", "href"})
    assert "://" not in page
    assert f'<html lang="{language.codes[0]}">' in page
    assert page.startswith("<!doctype html>")


def said(content: Any, template: str) -> Iterator[str]:
    """Every text of a document that is no key of its template."""
    if isinstance(content, Mapping):
        for key, inner in content.items():
            if key not in KEYS and (template, key) != ("cash-book", "columns"):
                yield from said(inner, template)
    elif isinstance(content, str):
        yield content
    elif isinstance(content, Sequence):
        for inner in content:
            yield from said(inner, template)


@pytest.mark.parametrize("name", NAMES)
def test_everything_that_is_typeset_stands_on_the_page(name):
    document = sample(name)
    shown = read(page_of(name))
    texts = {" ".join(text.split()) for text in said(document.content, document.template)}

    assert len(texts) > 10
    assert not {text for text in texts if text not in shown}


@pytest.mark.parametrize("language", [Language.KM, Language.EN_KM])
def test_a_khmer_page_says_that_it_is_a_draft_and_names_the_language_of_each_text(language):
    page = page_of("plan", language)

    assert "draft that awaits a native reader" in page
    assert '<span lang="km">' in page
    assert ('<small lang="en">' in page.replace("awaits", "")) == (
        language is Language.EN_KM
    ) or language is Language.KM


def test_what_may_not_leave_the_office_says_so_on_every_page():
    head = page_of("quarter-internal").partition("<thead>")[2].partition("</thead>")[0]

    assert "INTERNAL" in head  # a browser repeats it on every page that it prints


def test_what_somebody_typed_is_no_markup():
    document = sample("route")
    typed = replace(document, content={**document.content, "notes": [NOTE], "worker": NOTE})

    page = plain_html(typed).file().decode()

    assert read(page).count(NOTE) == 2
    assert "<script" not in page


def test_a_sheet_of_somebody_never_met_says_when_she_came_home():
    document = sample("sheets")
    sheet = dict(document.content["sheets"][0])
    sheet["last"] = {**sheet["last"], "note": "", "key": "never_met", "since": "3 May 2026"}

    page = plain_html(replace(document, content={"sheets": [sheet, sheet]}))

    assert read(page.file().decode()).count("Not visited yet. Day of return: 3 May 2026.") == 2
    assert page.sheets == 2


def test_days_of_a_cash_book_stand_on_two_sheets():
    made = plain_html(sample("cash-book"))

    assert made.sheets == 2
    assert made.file().decode().count('<div class="sheet">') == 1


def test_the_same_document_is_the_same_page():
    assert plain_html(sample("quarter")).file() == plain_html(sample("quarter")).file()


@pytest.mark.usefixtures("no_typesetter")
def test_a_print_says_that_it_is_a_plain_page_and_why(monkeypatch, tmp_path):
    desk = Desk(a_casebook(a_graduate(return_date="2025-10-31")), monkeypatch)

    shown = desk.run("print", "route", "--everybody", "--to", str(tmp_path / "out"))

    assert shown.exit_code == 0, shown.stderr
    assert [path.suffix for path in (tmp_path / "out").iterdir()] == [".html"]
    told = " ".join(shown.stdout.split())
    assert "page)" not in told  # only the browser knows how many
    assert "This machine has no typesetter, so this is a plain page instead of a PDF" in told
    assert "open it in a browser, and print it from there" in told
    assert desk.data("print", "route", "--everybody", "--to", str(tmp_path / "out"))["plain"] is True
    assert "printed" in desk.run("log").stdout.casefold()


@pytest.mark.usefixtures("no_typesetter")
def test_the_quarter_is_a_plain_page_too(monkeypatch, tmp_path):
    desk = Desk(a_casebook(a_graduate(return_date="2025-10-31")), monkeypatch)

    shown = desk.run("print", "quarter", "2026Q3", "--to", str(tmp_path / "out"))

    assert shown.exit_code == 0, shown.stderr
    page = next((tmp_path / "out").iterdir()).read_text("utf-8")
    assert "DRAFT, NOT TO LEAVE THE OFFICE" in page


@pytest.mark.usefixtures("no_typesetter")
def test_a_name_stops_the_page(tmp_path):
    book = a_casebook(a_graduate(name="Sreymom Keo"))
    document = replace(sample("route"), content={**sample("route").content, "notes": ["ask Sreymom"]})

    with pytest.raises(Exposed):
        print_document(book, document, "route", tmp_path / "out", own_words={*sample("route").texts})

    assert not (tmp_path / "out").exists()


@pytest.mark.usefixtures("no_typesetter")
def test_only_a_page_of_the_program_is_written_over(tmp_path):
    book = a_casebook(a_graduate())
    made = print_route(book, RouteRequest(everybody=True), Language.EN, tmp_path)
    again = print_route(book, RouteRequest(everybody=True), Language.EN, tmp_path)
    made.path.write_text("<p>mine</p>", "utf-8")

    assert not again.changed
    with pytest.raises(Refused, match="something else of that name"):
        print_route(book, RouteRequest(everybody=True), Language.EN, tmp_path)
    assert made.path.read_text("utf-8") == "<p>mine</p>"
