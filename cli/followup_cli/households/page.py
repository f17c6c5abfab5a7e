"""Who lives in one house with a graduate, for people and for programs."""

from followup.messages import say
from followup.services.households import Household
from followup_cli.terminal.days import long_day
from followup_cli.terminal.json import JsonValue
from followup_cli.terminal.page import Page


def linked_result(household: Household) -> Page:
    """After two were linked."""
    page = Page().line(_with_whom(household), "good")
    return page.text(_visit_both(household))


def unlinked_result(household: Household) -> Page:
    """After she left; ``others`` are those whom she left."""
    code = household.case.code
    page = Page().line(
        say("{code} lives with none of them any more: {others}.", code=code, others=", ".join(household.others))
    )
    if len(household.others) > 1:
        page.text(say("They stay linked with one another."))
    return page.text(say("If she moved, write down where to: followup graduate place {code}", code=code))


def household_page(household: Household) -> Page:
    """Who lives with her."""
    code = household.case.code
    if not household.others:
        page = Page().line(say("No other graduate is linked with {code}.", code=code))
        return page.text(say("Link them with: followup household link {code} CODE", code=code))
    return Page().line(_with_whom(household)).text(_visit_both(household))


def _with_whom(household: Household) -> str:
    since = long_day(household.since) if household.since else ""
    return say(
        "In one house with {code}: {others}, since {day}.",
        code=household.case.code,
        others=", ".join(household.others),
        day=since,
    )


def _visit_both(household: Household) -> str:
    code, other = household.case.code, household.others[0]
    if len(household.others) > 1:
        return say(
            "One visit can serve two of them: followup visit record {code} --also {other}", code=code, other=other
        )
    return say("One visit can serve both: followup visit record {code} --also {other}", code=code, other=other)


def household_data(household: Household) -> JsonValue:
    """Who lives with her, for programs."""
    return {"code": household.case.code, "with": list(household.others), "since": household.since}
