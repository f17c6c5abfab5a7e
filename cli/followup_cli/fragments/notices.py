"""What stands where figures are shown or kept back."""

from followup.messages import say

NO_FIGURE = "–"
"""What stands for a figure of which nothing is known."""


NOT_YET = "…"
"""What stands for a figure that is not told yet, where there is no room for words."""


def internal_notice() -> str:
    """What stands over every part of a page that shows small groups."""
    return say("INTERNAL: shows groups of one to four people. Not to leave the office.")


def draft_notice() -> str:
    """What stands at the top and at the end of what would go out, while the report of its quarter is not published."""
    return say("DRAFT, NOT TO LEAVE THE OFFICE: the report of this quarter is not published.")
