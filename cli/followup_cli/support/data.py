"""Support for programs."""

from collections.abc import Iterable

from followup.case.fields import Mask, Private, revealed
from followup.monitoring.support import GivenSupport
from followup.services.support import ListedSupport, SupportSheet
from followup_cli.fragments.given_support import given_data
from followup_cli.terminal.json import JsonValue


def support_data(one: GivenSupport, mask: Mask, label: Mask) -> dict[str, JsonValue]:
    """One thing that was given, for programs; ``amount`` null where nobody said."""
    return {
        "on": one.on,
        "kind": one.what,
        "for": one.whom,
        "amount": one.amount.written() if one.amount else None,
        "fund": label(one.fund),
        "note": mask(one.note),
        "in_plan": one.in_plan,
    }


def support_list_data(
    listed: Iterable[ListedSupport], mask: Mask, label: Mask, *, names: bool
) -> list[dict[str, JsonValue]]:
    """What was given to many."""
    return [
        {"code": one.code, **support_data(one.given, mask, label), **_name(one.name, names=names)} for one in listed
    ]


def _name(name: Private | None, *, names: bool) -> dict[str, JsonValue]:
    return {"name": revealed(name)} if names else {}


def support_sheet_data(sheet: SupportSheet, mask: Mask, label: Mask, *, names: bool) -> dict[str, JsonValue]:
    """All of one graduate."""
    return {
        "code": sheet.case.code,
        **_name(sheet.case.identity.name, names=names),
        **given_data(sheet.given),
        "given": [support_data(one, mask, label) for one in sheet.given],
        "not_written_down": [
            {"kind": one.what, "amount": one.amount.written() if one.amount else None} for one in sheet.unwritten
        ],
    }
