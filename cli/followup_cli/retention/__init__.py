"""How long names are kept after follow-up has ended."""
