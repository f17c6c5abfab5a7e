"""The command ``office``: settings, leave, days off, policies."""
