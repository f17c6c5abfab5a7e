"""What stands where there is no figure."""

NO_FIGURE = "–"
"""What stands for a figure of which nothing is known."""
NOT_YET = "…"
"""What stands for a figure that is not told yet, where there is no room for words."""
NOT_OUT = "/"
"""What stands for a figure of a quarter whose report was not published, where there is no room for words."""
