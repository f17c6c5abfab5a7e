"""The quarter's report: everything that is told of it, from lives, lessons, and what was told before."""

from followup.review.quarter.report import Told, told_of

__all__ = ["Told", "told_of"]
