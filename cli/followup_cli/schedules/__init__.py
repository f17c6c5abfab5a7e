"""The command ``schedule``: her visits over the years, and how they are changed."""
