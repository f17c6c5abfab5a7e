"""Whose code is which: the codes of all cases, and which case goes on as part of which."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import date
from typing import NamedTuple

from followup.case.facts import Body, Fact, effective
from followup.case.pseudonym import code_before, listed_codes
from followup.errors import FollowupError, Missing
from followup.merged_rows import end_of_chain
from followup.messages import say
from followup.store import is_case

_GIVING_A_CODE = frozenset({"opened", "amended"})
"""Kinds of fact that can say her code: nothing else is replayed for it."""
_SAYING = _GIVING_A_CODE | {"merged", "erased"}
_TAKEN_BACK = "withdrawn"


class WhoseCodes(NamedTuple):
    """The codes by case; by a case the one that it goes on as part of (``merged``), and its own code (``parts``)."""

    codes: dict[str, str]
    merged: dict[str, str]
    parts: dict[str, str]

    @property
    def taken(self) -> set[str]:
        """Every code that leads to somebody: also those of cases that are part of another one, and shared ones."""
        given = {**self.codes, **self.parts}
        shared = (stem for case_id, code in given.items() if (stem := code_before(code, case_id)))
        return {*given.values(), *shared}

    def only_one(self, wanted: str, codes: Mapping[str, str]) -> str:
        """The case, among those of these ``codes``, whose code is the wanted one, or begins like that; "" if none is.

        Missing, naming them, if several begin like that.
        """
        leading = {**codes, **self.parts} if self.parts else codes
        begun = [case_id for case_id, code in leading.items() if wanted and code.startswith(wanted)]
        begun = [case_id for case_id in begun if leading[case_id] == wanted] or begun
        begun = list(dict.fromkeys(end_of_chain(self.merged, case_id) for case_id in begun))
        if len(begun) > 1:
            several = listed_codes([codes[one] for one in begun])
            raise Missing(say("More than one graduate's code begins like that."), several)
        return "".join(begun)

    def proven(self, wanted: str, facts: Callable[[str], tuple[Fact, ...]]) -> str:
        """The same, where her own journal says so too; "" where it does not or cannot be read, or several are found."""
        from followup.case.merged_facts import merged_into

        with suppress(FollowupError):
            if found := self.only_one(wanted, self.codes):
                own = facts(found)
                return found if code_of(found, own) == self.codes[found] and not merged_into(own) else ""
        return ""


def code_of(case_id: str, facts: tuple[Fact, ...]) -> str:
    """The code of a case; empty where its beginning was taken back."""
    from followup.case.replay import replay

    return replay(case_id, [fact for fact in effective(facts) if fact.body.kind in _GIVING_A_CODE], date.max).code


def code_given(case_id: str, facts: tuple[Fact, ...]) -> str:
    """The code of a case, also where its beginning was taken back."""
    return code_of(case_id, facts) or code_of(case_id, tuple(fact for fact in facts if fact.body.kind != _TAKEN_BACK))


def say_whose(facts: Callable[[str], Iterable[Fact]], journal: str, bodies: Iterable[Body]) -> bool:
    """Whether entries of a journal may change whose code is which; its ``facts`` tell what they take back."""
    if not is_case(journal):
        return False
    kinds = {body.kind for body in bodies}
    if _TAKEN_BACK in kinds:
        taken = {getattr(body, "fact", "") for body in bodies}
        kinds = kinds - {_TAKEN_BACK} | {fact.body.kind for fact in facts(journal) if fact.id in taken}
    return not kinds.isdisjoint({*_SAYING, _TAKEN_BACK})
