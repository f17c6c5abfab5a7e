"""What stands over figures that may not leave the office, or of an earlier rule: the same on a page and elsewhere."""

from followup.messages import say


def internal_notice() -> str:
    """What stands over every part of what shows staff everything."""
    return say("INTERNAL: shows everything, also of single people. Not to leave the office.")


def draft_notice() -> str:
    """What stands at the top and at the end of what would go out, while the report of its quarter is not published."""
    return say("DRAFT, NOT TO LEAVE THE OFFICE: the report of this quarter is not published.")


def first_rule_notice() -> str:
    """What stands over figures that were published under the first rule, as they were printed then."""
    return say(
        "Published under an earlier rule: groups of fewer than five were merged or counted later; 0 may mean a few."
    )
