"""What ``office show --json`` printed, given back to ``office set --from``: the settings that are other in it."""

from collections.abc import Mapping
from typing import Any

from followup.case.facts import Configured
from followup.case.fields import Mask
from followup.case.forms.reading import (
    FormKey,
    FormReading,
    format_problems,
    from_value,
    one_of,
    record,
    short_text,
    whole,
)
from followup.case.import_words import DayOrder
from followup.case.text_limits import LINE_LIMIT
from followup.casebook import Casebook
from followup.errors import Invalid
from followup.messages import say
from followup.services.given_back import changed_in, uncovered
from followup_cli.terminal.notes import print_note

INFORMATION = ("worker", "leave", "closed", "holidays", "districts", "own_policies", "policies")
"""What other commands change: it is passed over, and whoever changed it is told so."""
_TEXT = FormKey(from_value(short_text(LINE_LIMIT)))
_TEXTS = ("supervisor", "country", "cover", "hours", "currency", "timezone", "organisation", "responsible")
_SETTINGS: Mapping[str, FormKey] = {
    **dict.fromkeys(_TEXTS, _TEXT),
    "rate": FormKey(whole(most=1_000_000)),
    "visit_goal": FormKey(whole(most=100)),
    "retention": FormKey(whole(most=50)),
    "dates": FormKey(one_of(DayOrder)),
}


def settings_given_back(book: Casebook, entry: Mapping[str, Any], shown: Mapping[str, Any], mask: Mask) -> Configured:
    """The settings of a file that are other than they are ``shown``; Invalid, listing every problem."""
    changed = changed_in(entry, shown)
    if passed_over := [key for key in changed if key in INFORMATION]:
        print_note(say("Not changed, since other commands do that: {keys}.", keys=", ".join(passed_over)))
    known = {key: getattr(book.office, key) for key in _TEXTS}
    form = uncovered({key: said for key, said in changed.items() if key not in INFORMATION}, known, mask)
    reading = FormReading(name=say("office"))
    settings = record(Configured, _SETTINGS)(reading, "", form)
    if not isinstance(settings, Configured):
        listed = format_problems(reading.problems)
        raise Invalid(say("The settings cannot be read:\n{problems}", problems=listed), say("Nothing was saved."))
    return settings
