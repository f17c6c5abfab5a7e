"""The command ``referral``: to which service she was sent, and what became of it."""
