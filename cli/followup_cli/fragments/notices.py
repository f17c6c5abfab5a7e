"""What stands where figures are shown or kept back."""

from followup.messages import say

NO_FIGURE = "–"
"""What stands for a figure that is not told, or not known."""


def internal_notice() -> str:
    """What stands over every part of a page that shows small groups."""
    return say("INTERNAL: shows groups of one to four people. Not to leave the office.")
