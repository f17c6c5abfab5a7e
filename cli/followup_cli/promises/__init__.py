"""The command ``promise``: promises made, settled, listed."""
