"""Make data/followup_data/words/km.json: the Khmer text of every print, with zero-width spaces between its words.

    python scripts/khmer_words.py

Khmer is written without spaces, and a line may break only between words; so the words are told apart here, once, by
``khmercut`` (development only), and lines break at the zero-width spaces between them. Inside a word stand word
joiners, because typesetters and browsers guess at words by themselves where nothing forbids it: ពីរបាយការណ៍, *from the
report*, would become ពីរ, *two*, and what is no word. The text itself is written in ``khmer_words.json`` beside this
file, without either. It is a draft that awaits a native reader.
"""

import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

SOURCE = Path(__file__).parent / "khmer_words.json"
BUILT = Path(__file__).parents[1] / "data" / "followup_data" / "words" / "km.json"
ZERO_WIDTH_SPACE = "\u200b"
WORD_JOINER = "\u2060"
ONE_WORD = (
    *("អ្នកធ្វើការសង្គម", "អ្នកបញ្ចប់វគ្គ", "អ្នកទទួលខុសត្រូវ", "អ្នកទទួលបន្ទុក", "អ្នកប្រឹក្សា", "ត្រីមាស", "ការចុះសួរ", "ចុះសួរ"),
    *("ប្រមូលផល", "ធ្វើការ", "ឯកជនភាព", "គ្រាប់ពូជ", "ទឹកជំនន់", "សត្វល្អិត", "ខ្លួនឯង", "លេខកូដ", "ថ្ងៃកំណត់", "មុខរបរ", "ចុះហត្ថលេខា"),
    *("អយុត្តិធម៌", "យុត្តិធម៌", "សុខទុក្ខ", "ចុះសម្រុង", "មិនទាន់", "មានន័យ", "គ្រូបង្រៀន", "បណ្តុះបណ្តាល", "ការបណ្តុះបណ្តាល", "មុខវិជ្ជា"),
)
"""Words of social work that ``khmercut`` takes for several."""

_KHMER = re.compile(r"[\u1780-\u17d3\u17d7\u17dc\u17dd]+")
"""A run of Khmer letters; what stands around it, such as {n}, keeps its own breaks."""
_ONE_WORD = re.compile("(" + "|".join(sorted(ONE_WORD, key=len, reverse=True)) + ")")
_MARK = re.compile(r"[\u17b4-\u17d3\u17d7\u17dd]")
"""What no piece may begin with: vowels, signs, letters below, and the sign that repeats the word before."""
COENG = "\u17d2"
"""Puts the letter after it under the one before."""


_CLUSTER_BEGINS = re.compile("(?<=[\u1780-\u17d1\u17d3\u17d7])(?=[\u1780-\u17b3\u17d7])")
"""Between two clusters of one word."""


def built(source: dict[str, dict[str, str]], cut: Callable[[str], Iterable[str]]) -> dict[str, dict[str, str]]:
    """Every text with zero-width spaces between the words that ``cut`` tells apart."""
    return {
        section: {key: _KHMER.sub(lambda run: joined(_words(run[0], cut)), text) for key, text in texts.items()}
        for section, texts in source.items()
    }


def _words(run: str, cut: Callable[[str], Iterable[str]]) -> Iterator[str]:
    for piece in filter(None, _ONE_WORD.split(run)):
        yield from [piece] if piece in ONE_WORD else cut(piece)


def joined(pieces: Iterable[str]) -> str:
    """Words with zero-width spaces between them and joiners in them; what cannot begin a word stays with the last."""
    text = ""
    for piece in pieces:
        apart = text and not _MARK.match(piece) and not text.endswith(COENG)
        text += (ZERO_WIDTH_SPACE if apart else "") + piece
    return _CLUSTER_BEGINS.sub(WORD_JOINER, text)


def texts_of(path: Path) -> dict[str, dict[str, str]]:
    """The sections of a file of words."""
    read: dict[str, dict[str, str]] = json.loads(path.read_text(encoding="utf-8"))
    return read


def main() -> int:
    """Write the built file; say how many words it holds."""
    from khmercut import tokenize

    made = built(texts_of(SOURCE), tokenize)
    BUILT.write_text(json.dumps(made, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    texts = [text for section in made.values() for text in section.values()]
    sys.stdout.write(f"{len(texts)} texts, {sum(text.count(ZERO_WIDTH_SPACE) for text in texts)} breaks\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
