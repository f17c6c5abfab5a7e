"""The command ``plan``: business plans written down, seen, checked."""
