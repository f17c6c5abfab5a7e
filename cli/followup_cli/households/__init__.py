"""The command ``household``: graduates who live in one house."""
