"""What ``graduate show --json`` printed, given back to ``graduate edit --from``: its changes, as corrections."""

from collections.abc import Mapping
from typing import Any

from followup.case.facts import Identified
from followup.case.fields import described
from followup.case.forms.dates import parse_date
from followup.casebook import Casebook
from followup.messages import say
from followup.services.given_back import changed_in, uncovered
from followup.services.graduate_sheet import graduate_sheet
from followup.services.guarded_names import masks_of
from followup_cli.graduates.data import graduate_data
from followup_cli.terminal.notes import print_note

CORRECTED = ("code", "return_date", "policy", "trade", "centre", "modules", "safe_weekdays", "avoid", "identity")
"""The keys of what is shown that a correction may change."""
CHANGED_ELSEWHERE = ("worker", "placement", "province", "district", "assessments", "plan")
"""Those that other commands change: one that is other than it was shown is refused, with the name of the command."""
INFORMATION = (
    *("as_of", "state", "period_over_since", "risk", "month", "months", "loan", "debt", "savings", "returns_against"),
    *("open_flags", "next", "last_met", "last_visit", "tries", "promises", "referrals", "attention", "wellbeing"),
    *("takings", "earlier_stays", "outcomes", "milestones", "assumed", "erased", "support", "household"),
)
"""Those that follow from her entries: nothing can be changed by them, and whoever changed one is told so."""


def is_shown(entry: Mapping[str, Any]) -> bool:
    """Whether a file holds what ``graduate show --json`` printed, and no entry of a person's own."""
    return {"as_of", "state", "code"} <= set(entry)


def corrections_given_back(book: Casebook, typed: str, entry: Mapping[str, Any]) -> dict[str, Any]:
    """What is other in the file than it was shown, in the keys of a graduate's file; empty where nothing is."""
    names = "identity" in entry
    sheet = graduate_sheet(book, typed, parse_date(str(entry["as_of"]), book.today))
    mask, label = masks_of(book, names=names)
    shown = graduate_data(sheet, mask, label, names=names)
    changed = changed_in(entry, shown)
    if passed_over := [key for key in changed if key in INFORMATION]:
        print_note(say("Not changed, since it follows from other entries: {keys}.", keys=", ".join(passed_over)))
    form = {key: said for key, said in changed.items() if key not in (*INFORMATION, "identity")}
    known = {key: getattr(sheet.case, key) for key in ("trade", "centre")} | {"modules": [*sheet.case.modules]}
    return {**uncovered(form, known, mask), **_identity(changed.get("identity"), shown)}


def _identity(given: Any, shown: Mapping[str, Any]) -> dict[str, Any]:
    """What of who she is was changed, in the keys of a graduate's file; what is null there is taken away."""
    changed = changed_in(given, shown["identity"]) if isinstance(given, Mapping) else {}
    form: dict[str, Any] = {}
    for key, said in changed.items():
        name = key.removeprefix("contact_")
        place = form if name == key else form.setdefault("contact", {})
        place[name] = "" if said is None and key in described(Identified) else said
    return form
