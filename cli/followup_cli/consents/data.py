"""Consent for programs."""

from collections.abc import Iterable

from followup.case import consents
from followup.case.case import Case
from followup.case.consent_words import Purpose
from followup.case.fields import Mask, revealed
from followup.casebook import Casebook
from followup.services.consents import ConsentResult, ConsentRow
from followup.services.guarded_names import masker
from followup_cli.terminal.json import JsonValue


def case_consents_data(case: Case, mask: Mask, *, names: bool) -> dict[str, JsonValue]:
    """How it stands with every purpose; one she was not asked about says so."""
    who = {"name": revealed(case.identity.name), "guardian_name": revealed(case.identity.guardian)} if names else {}
    return {
        "code": case.code,
        "purposes": [_purpose_data(case, purpose, mask) for purpose in Purpose],
        "ask_again": [one.value for one in consents.to_ask_again(case)],
        "minor": consents.is_minor(case, case.as_of),
        **who,
    }


def _purpose_data(case: Case, purpose: Purpose, mask: Mask) -> dict[str, JsonValue]:
    data: dict[str, JsonValue] = {"purpose": purpose.value, "state": consents.state(case, purpose).value}
    if said := case.consents.get(purpose):
        data |= {
            "since": said.on,
            "asked": said.asked_on,
            "explained_by": mask(said.explained_by),
            "words": mask(said.words),
            "ask_again": said.ask_again,
            "guardian": said.guardian.value if said.guardian else None,
            "reason": mask(said.reason),
        }
    if decided := consents.override(case, purpose):
        said_by, why = mask(decided.said.decided_by), mask(decided.said.reason)
        data["override"] = {"from": decided.on, "until": decided.said.until, "decided_by": said_by, "reason": why}
    return data


def consent_result_data(book: Casebook, result: ConsentResult, *, dry_run: bool) -> dict[str, JsonValue]:
    """What was written down, how it stands now, and what follows."""
    stands = case_consents_data(result.case, masker(book, names=False), names=False)
    return {"dry_run": dry_run, "follows": list(result.effects), **stands}


def consent_list_data(rows: Iterable[ConsentRow], *, names: bool) -> list[dict[str, JsonValue]]:
    """Everybody in a list, with the words of the purposes."""
    return [
        {
            "code": row.case.code,
            "worker": row.case.worker,
            "not_asked": [one.value for one in row.not_asked],
            "refused": [one.value for one in row.refused],
            "to_ask_again": [one.value for one in row.to_ask_again],
            "ask_again_on": row.ask_again_on,
            **({"name": revealed(row.case.identity.name)} if names else {}),
        }
        for row in rows
    ]
