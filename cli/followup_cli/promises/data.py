"""Promises for programs."""

from collections.abc import Iterable
from typing import Any

from followup.case.case import Case
from followup.case.parts import Promise
from followup_cli.fragments.mask import Mask
from followup_cli.promises.page import ListedPromise


def promise_data(case: Case, number: int, promise: Promise, mask: Mask, *, names: bool) -> dict[str, Any]:
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
        **({"name": case.identity.name} if names else {}),
    }


def promises_data(listed: Iterable[ListedPromise], mask: Mask, *, names: bool) -> list[dict[str, Any]]:
    """Promises to one graduate or to everybody for programs."""
    return [promise_data(case, number, promise, mask, names=names) for case, number, promise in listed]
