"""Promises for programs."""

from collections.abc import Iterable

from followup.case.case import Case
from followup.case.fields import Mask, revealed
from followup.case.parts import Promise
from followup_cli.promises.page import ListedPromise
from followup_cli.terminal.json import JsonValue


def promise_data(case: Case, number: int, promise: Promise, mask: Mask, *, names: bool) -> dict[str, JsonValue]:
    """One promise for programs."""
    said = promise.said
    return {
        "code": case.code,
        "number": number,
        "what": mask(said.what),
        "by": mask(said.by_whom),
        "made": promise.on,
        "due": said.due,
        "ending": said.ending,
        "kept": promise.kept,
        "settled": promise.settled_on,
        "how": mask(promise.how),
        **({"name": revealed(case.identity.name)} if names else {}),
    }


def promises_data(listed: Iterable[ListedPromise], mask: Mask, *, names: bool) -> list[dict[str, JsonValue]]:
    """Promises to one graduate or to everybody for programs."""
    return [promise_data(case, number, promise, mask, names=names) for case, number, promise in listed]
