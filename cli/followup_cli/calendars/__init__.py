"""The command ``calendar``: files for phones."""
