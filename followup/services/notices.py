"""What stands over figures that may not leave the office: the same on a page, in a table and wherever else."""

from followup.messages import say


def internal_notice() -> str:
    """What stands over every part of what shows staff everything."""
    return say("INTERNAL: shows everything, also of single people. Not to leave the office.")


def draft_notice() -> str:
    """What stands at the top and at the end of what would go out, while the report of its quarter is not published."""
    return say("DRAFT, NOT TO LEAVE THE OFFICE: the report of this quarter is not published.")
