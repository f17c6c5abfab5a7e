"""Readers of the data that is shipped. They give plain data; ``followup`` gives it meaning."""

from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any
from zlib import crc32

from msgspec.json import decode

_HERE = Path(__file__).parent


def policies() -> dict[str, dict[str, Any]]:
    """The shipped follow-up policies by name, in the order they are offered; the first is the default."""
    return {policy["name"]: policy for policy in _read("policies.json")}


def plan_thresholds() -> dict[str, str]:
    """Where a figure of a business plan begins to worry; the meaning of each stands in ``plan_look.Thresholds``."""
    return dict(_read("plan_rules.json"))


def attention_thresholds() -> dict[str, str]:
    """Where a case begins to need attention; the meaning of each stands in ``attention_look.Limits``."""
    return dict(_read("attention.json"))


def readiness_thresholds() -> dict[str, str]:
    """How much is enough before follow-up ends; the meaning of each stands in ``readiness.Thresholds``."""
    return dict(_read("readiness.json"))


def public_holidays(country: str) -> dict[str, Any] | None:
    """The shipped table of a country's public holidays, or None; ``country`` is a two-letter ISO code."""
    name = f"{country}.json"
    known = {path.name for path in (_HERE / "holidays").iterdir()}
    return _read(f"holidays/{name}") if name in known else None


def document(name: str) -> str:
    """A document that comes with the program, as Markdown; from a checkout, where it is written."""
    folder = next(place for place in (_HERE / "docs", _HERE.parents[1] / "docs") if place.is_dir())
    return (folder / f"{name}.md").read_text(encoding="utf-8")


def places() -> dict[str, list[str]]:
    """Cambodia's provinces and, of each, the districts, as they are usually written in Latin letters."""
    return dict(_read("places.json"))


def place_spellings() -> dict[str, Any]:
    """How else places are written: ``provinces`` by name; ``districts`` by province and name, Khmer letters first."""
    return dict(_read("place_spellings.json"))


def trades() -> dict[str, str]:
    """The trades taught at the centres, by name, with their titles."""
    return {trade["name"]: trade["title"] for trade in _read("trades.json")}


def modules() -> dict[str, str]:
    """The training modules by name, with their titles; every trade is one."""
    return {module["name"]: module["title"] for module in _read("modules.json")}


def prevents() -> dict[str, list[str]]:
    """The causes of failure that each training module could have prevented, by the module's name."""
    return {module["name"]: module["prevents"] for module in _read("modules.json")}


def beyond_training() -> list[str]:
    """The causes of failure that no training prevents."""
    return list(_read("beyond_training.json"))


def covers() -> dict[str, Any]:
    """What a calendar may say: ``safe`` texts by language, and ``revealing`` words by what they give away."""
    return dict(_read("covers.json"))


def ordinary_words() -> dict[str, Any]:
    """Words that name nobody, in lists; what each list is for stands in the file's comment."""
    return dict(_read("ordinary_words.json"))


@cache
def paper_words(language: str) -> dict[str, dict[str, str]]:
    """The fixed text of prints in one language: sections of texts by key; of a language without a file nothing."""
    path = _HERE / "words" / f"{language}.json"
    return dict(decode(path.read_bytes())) if path.is_file() else {}


def paper_template(name: str) -> Path:
    """The file of a print's template, beside what it imports."""
    return _HERE / "paper" / f"{name}.typ"


def plain_page_style() -> str:
    """How prints look in a browser, where they cannot be typeset."""
    return (_HERE / "paper" / "plain.css").read_text(encoding="utf-8")


@cache
def plain_words() -> frozenset[str]:
    """Two thousand ordinary English words, those of which passphrases are made."""
    return frozenset((_HERE / "words.txt").read_text(encoding="ascii").split())


def import_names() -> dict[str, Any]:
    """How offices call the columns of their tables, by what an import is of; its parts stand in the file's comment."""
    return dict(_read("import_names.json"))


def demo(name: str) -> dict[str, Any]:
    """What the demo is made of: the file ``name`` among the demo's own."""
    return dict(_read(f"demo/{name}.json"))


def checksum(*names: str) -> int:
    """Another number whenever one of these files changes; one that is not shipped counts for nothing."""
    total = 0
    for name in names:
        with suppress(FileNotFoundError):
            total = crc32((_HERE / name).read_bytes(), total)
    return total


def _read(name: str) -> Any:
    return decode((_HERE / name).read_bytes())
