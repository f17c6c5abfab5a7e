"""The command ``flag``: risk flags raised, reviewed, cleared, listed."""
