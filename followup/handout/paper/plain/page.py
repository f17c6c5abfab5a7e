"""A plain HTML page: one file, no network, no script, to be printed from any browser.

Whatever is added is escaped here; the only markup is made by this module.
"""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from followup.handout.delivery import PRINT_MARK
from followup.handout.paper.catalogue import Spelling, words
from followup.handout.paper.document import PaperDocument
from followup_data import shipped

BOX = '<span class="box"></span>'
SECOND = ' <small lang="{lang}">{text}</small>'
NOTHING_FROM_OUTSIDE = (
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
)
"""Tells the browser to fetch nothing and to run nothing."""


class Html(str):
    """Markup that was made here, and is not escaped again."""

    __slots__ = ()


Shown = Html | str | Sequence[Spelling] | None
"""A text, the same in several languages, or markup; None is nothing."""


class PlainPage:
    """The parts of a page, in order; ``sheets`` counts the pages that begin a sheet of their own."""

    def __init__(self, document: PaperDocument) -> None:
        self.document, self.words = document, words(document.language, document.template)
        self.foot: list[Shown] = []
        self.sheets = 1
        self._parts: list[str] = []

    # --- words --------------------------------------------------------------------------------------------------

    def say(self, key: str, **fields: str) -> Html:
        """A text of the catalogue: the first language large, the second small behind it."""
        first, *rest = self.words[key]
        spelled = [_filled(first, fields), *(_filled(one, fields) for one in rest)]
        return Html(_spelled(spelled))

    def once(self, key: str, **fields: str) -> Html:
        """A text of the catalogue in one language, English where there are two."""
        return Html(_spelled([_filled(self.words[key][-1], fields)]))

    # --- parts --------------------------------------------------------------------------------------------------

    def heading(self, level: int, *shown: Shown) -> None:
        """A heading, of the page itself on level 1."""
        self._parts.append(f"<h{level}>{_joined(shown)}</h{level}>")

    def text(self, *shown: Shown, kind: str = "") -> None:
        """A paragraph; nothing where there is nothing to say."""
        told = _joined(shown)
        if told:
            self._parts.append(f'<p class="{kind}">{told}</p>' if kind else f"<p>{told}</p>")

    def table(self, rows: Iterable[Sequence[Shown]], heads: Sequence[Shown] = (), *, kind: str = "") -> None:
        """A table; its heads stand again on every page that it goes on to."""
        laid = "".join(f"<tr>{''.join(f'<td>{html(one)}</td>' for one in row)}</tr>" for row in rows)
        above = "".join(f"<th>{html(one)}</th>" for one in heads)
        if laid:
            head = f"<thead><tr>{above}</tr></thead>" if above else ""
            self._parts.append(f'<table class="{kind}">{head}<tbody>{laid}</tbody></table>')

    def items(self, rows: Iterable[Sequence[Shown]]) -> None:
        """A list."""
        laid = "".join(f"<li>{_joined(row)}</li>" for row in rows)
        if laid:
            self._parts.append(f"<ul>{laid}</ul>")

    def lines(self, number: int) -> None:
        """Lines to write on."""
        self._parts.append('<div class="line"></div>' * number)

    def fields(self, *labels: Shown) -> None:
        """Lines to write on beside one another, each over its label."""
        self.table([["", *([""] * (len(labels) - 1))], labels], kind="fields")

    def sheet(self) -> None:
        """Begin a new sheet of paper."""
        self.sheets += 1
        self._parts.append('<div class="sheet"></div>')

    # --- the file -----------------------------------------------------------------------------------------------

    def file(self) -> bytes:
        """The page as a file. What must stand on every page stands in a head and a foot that browsers repeat."""
        language = self.document.language.codes[0]
        draft = self.say("khmer_draft") if language == "km" else None
        mark = f'<div class="mark">{html(self.document.mark)}</div>' if self.document.mark else ""
        foot = "<br>".join(filter(None, map(html, (*self.foot, draft))))
        parts = "\n".join(self._parts)
        return (
            f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
            f'<meta name="keywords" content="{PRINT_MARK}">\n{NOTHING_FROM_OUTSIDE}\n'
            f"<title>{escape(self.document.title)}</title>\n<style>\n{shipped.plain_page_style()}</style>\n"
            f'</head>\n<body>\n<table class="paper"><thead><tr><td>{mark}</td></tr></thead>\n'
            f"<tfoot><tr><td>{foot}</td></tr></tfoot>\n"
            f"<tbody><tr><td>\n{parts}\n</td></tr></tbody></table>\n</body>\n</html>\n"
        ).encode()


# --- markup -----------------------------------------------------------------------------------------------------------


def html(shown: Shown) -> str:
    """What is shown as markup: texts escaped."""
    if shown is None:
        return ""
    if isinstance(shown, str):
        return shown if isinstance(shown, Html) else escape(shown).replace("\n", "<br>")
    return _spelled(shown)


def beside(*shown: Shown) -> Html:
    """Several things one after another."""
    return Html(_joined(shown))


def strong(shown: Shown) -> Html:
    """Something that stands out."""
    return Html(f"<strong>{html(shown)}</strong>") if html(shown) else Html()


def small(shown: Shown) -> Html:
    """Something beside the point."""
    return Html(f"<small>{html(shown)}</small>") if html(shown) else Html()


def box(label: Shown = None) -> Html:
    """A box to tick, before its label."""
    return Html(f'<span class="choice">{BOX}{html(label)}</span>')


def boxes(page: PlainPage, *keys: str) -> Html:
    """Boxes to tick, before the words of these keys."""
    return Html("".join(box(page.say(key)) for key in keys))


def rings(last: str) -> Html:
    """The scores from 1 to 4, the last one in a heavy ring."""
    return Html("".join(f'<span class="ring{" last" if str(one) == last else ""}">{one}</span>' for one in range(1, 5)))


def bar(count: int, longest: int) -> Html:
    """A bar of its share of the longest one."""
    wide = round(100 * count / longest) if longest else 0
    return Html(f'<span class="bar" style="width:{wide}%"></span>')


def _joined(shown: Iterable[Shown]) -> str:
    return " ".join(filter(None, map(html, shown)))


def _filled(spelling: Spelling, fields: Mapping[str, Any]) -> Spelling:
    text = spelling["text"]
    for name, value in fields.items():
        text = text.replace("{" + name + "}", value)
    return {**spelling, "text": text}


def _spelled(spelled: Sequence[Spelling]) -> str:
    if not spelled:
        return ""
    first, *rest = ({"lang": one["lang"], "text": escape(one["text"])} for one in spelled)
    return f'<span lang="{first["lang"]}">{first["text"]}</span>' + "".join(SECOND.format(**one) for one in rest)
