"""Promises for programs."""

from collections.abc import Iterable

from followup.case.fields import Mask, revealed
from followup_cli.promises.page import ListedPromise
from followup_cli.terminal.json import JsonValue


def promises_data(listed: Iterable[ListedPromise], mask: Mask, *, names: bool) -> list[dict[str, JsonValue]]:
    """Promises to one graduate or to everybody for programs."""
    return [
        {
            "code": case.code,
            "number": number,
            "what": mask(promise.said.what),
            "by": mask(promise.said.by_whom),
            "made": promise.on,
            "due": promise.said.due,
            "ending": promise.said.ending,
            "kept": promise.kept,
            "settled": promise.settled_on,
            "how": mask(promise.how),
            **({"name": revealed(case.identity.name)} if names else {}),
        }
        for case, number, promise in listed
    ]
