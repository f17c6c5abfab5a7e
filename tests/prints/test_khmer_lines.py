"""Khmer lines break between words, where the catalogue says so, and never inside a cluster.

Each paragraph is typeset twice at many widths: as the prints set it, and with the breaks put in by hand between the
words that fit. A picture of the one is a picture of the other: had a line ended inside a word, the pages would differ.
(Text copied out of a PDF repeats Khmer clusters, so what the lines say cannot be read back.)
"""

from datetime import date

import pytest

from followup.handout.paper.catalogue import Language
from followup.handout.paper.document import PaperDocument
from followup.handout.paper.typesetting import typeset
from followup_data import shipped
from tests.prints.looking import pictures

WIDTHS = tuple(range(34, 130, 3))
"""Millimetres, one page each."""
TEMPLATE = """
#import "base.typ": *
#show: paper
#let words = content.text.split("\u200b")
#let by-hand(width) = {
  let (lines, line) = ((), "")
  for word in words {
    let longer = if line == "" { word } else { line + "\u200b" + word }
    if line != "" and measure(longer).width > width { lines.push(line); line = word } else { line = longer }
  }
  (..lines, line).join(linebreak())
}
= Khmer
#for width in content.widths {
  block(width: width * 1mm, if content.by_hand { context by-hand(width * 1mm) } else { content.text })
  pagebreak(weak: true)
}
"""


@pytest.fixture
def khmer_pages(monkeypatch, tmp_path):
    """Pictures of a text, a page for each width, set as the prints set it or with its breaks put in by hand."""
    (tmp_path / "base.typ").write_bytes(shipped.paper_template("base").read_bytes())
    (tmp_path / "lines.typ").write_text(TEMPLATE, "utf-8")
    monkeypatch.setattr(shipped, "paper_template", lambda name: tmp_path / f"{name}.typ")

    def pages(text: str, *, by_hand: bool):
        content = {"text": text, "widths": WIDTHS, "by_hand": by_hand}
        return pictures(typeset(PaperDocument("lines", "Lines", Language.KM, content, date(2026, 10, 6))), 72)

    return pages


def sample_paragraphs() -> list[str]:
    """The longest texts of the catalogue that have nothing but Khmer words in them."""
    texts = [text for section in shipped.paper_words("km").values() for text in section.values()]
    return sorted((text for text in texts if not set(text) & set(" {}")), key=len)[-3:]


@pytest.mark.parametrize("number", range(3))
def test_a_paragraph_breaks_between_words_at_every_width(khmer_pages, number):
    text = "\u200b".join([sample_paragraphs()[number]] * 6)

    assert khmer_pages(text, by_hand=False) == khmer_pages(text, by_hand=True)


def test_a_break_inside_a_word_would_be_seen(khmer_pages):
    text = "\u200b".join([sample_paragraphs()[2]] * 6)
    anywhere = text.replace("\u2060", "\u200b")

    assert khmer_pages(text, by_hand=False) != khmer_pages(anywhere, by_hand=True)


def test_the_joiners_inside_words_are_not_seen(khmer_pages):
    text = sample_paragraphs()[2]

    assert khmer_pages(text.replace("\u2060", ""), by_hand=True) == khmer_pages(text, by_hand=True)
