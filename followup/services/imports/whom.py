"""Whom a row means: by her code, or by her name where the sheet has no codes.

A name leads to somebody only where it leads to one, and it is shown before anything is written.
"""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import NamedTuple

from followup.case.facts import Identified
from followup.casebook import Casebook
from followup.errors import Missing
from followup.messages import say
from followup.services.duplicates import Likeness, People, likeness
from followup.services.imports.plan import ImportProblem


class Whom(NamedTuple):
    """The code that is meant, empty for nobody; or several that may be."""

    code: str = ""
    several: tuple[str, ...] = ()


def who_is_called(people: People, name: str, phone: str) -> Whom:
    """Her who is called so; of several the one with that phone. Another phone than hers makes it doubtful."""
    like = likeness([Identified(name=name or None, phone=phone or None)])
    called = [code for code in people.alike(like) if same_name(people.by_code[code], like)]
    of_phone = [code for code in called if _shares(people.by_code[code], like, "phone ")]
    if len(called) == 1 and (of_phone or not _contradicts(people.by_code[called[0]], like)):
        return Whom(called[0])
    return Whom(of_phone[0]) if len(of_phone) == 1 else Whom("", tuple(called))


def surely(people: People, like: Likeness) -> str:
    """The code of the one who has her name, and her phone or year and place of birth too; empty where that is nobody.

    Whoever else looks alike makes it doubtful.
    """
    alike = people.alike(like)
    if len(alike) != 1:
        return ""
    her = people.by_code[alike[0]]
    same = _shares(her, like, "name ") and (_shares(her, like, "phone ") or _shares(her, like, "born "))
    return alike[0] if same and len({her.birth_year, like.birth_year} - {None}) <= 1 else ""


def same_name(one: Likeness, other: Likeness) -> bool:
    """Whether both are called the same, however the name is written."""
    return _shares(one, other, "name ")


def _shares(her: Likeness, like: Likeness, kind: str) -> bool:
    return bool({*_of(her.traits, kind)} & {*_of(like.traits, kind)})


def _contradicts(her: Likeness, like: Likeness) -> bool:
    """Whether both have a phone, and not the same."""
    return all(_of(one.traits, "phone ") for one in (her, like)) and not _shares(her, like, "phone ")


def _of(traits: Iterable[str], kind: str) -> list[str]:
    return [trait for trait in traits if trait.startswith(kind)]


class WhomFinder:
    """Finds whom rows of visits and plans mean; the casebook is read once."""

    def __init__(self, book: Casebook) -> None:
        self._book = book
        self._codes = book.codes
        self._ids = {code: case_id for case_id, code in self._codes.items()}

    @cached_property
    def _people(self) -> People:
        return People.of(self._book)

    def of(self, said: Mapping[str, str]) -> tuple[str, str, ImportProblem | None]:
        """The id and the code of the case that is meant, or what is wrong."""
        try:
            code = said.get("code", "").strip()
            case_id = self._book.find(code, self._codes) if code else self._by_name(said)
            return case_id, self._codes[case_id], None
        except Missing as error:
            column = "code" if said.get("code") else "name"
            return "", "", ImportProblem(column, f"{error.what} {error.hint}".strip())

    def _by_name(self, said: Mapping[str, str]) -> str:
        if not said.get("name"):
            raise Missing(say("Whose row it is is not said."), say("Write her code into the column Code."))
        whom = who_is_called(self._people, said["name"], said.get("phone", ""))
        if whom.several:
            codes = ", ".join(whom.several)
            raise Missing(say("By name it may be {codes}.", codes=codes), say("Write her code into the column Code."))
        if not whom.code:
            raise Missing(say("Nobody of that name is in the casebook."), say("Write her code into the column Code."))
        return self._ids[whom.code]
