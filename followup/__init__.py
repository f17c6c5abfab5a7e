"""The follow-up programme: cases, schedule, review, hand-outs and vault. Runs without a terminal."""

__version__ = "0.1.0"
MADE = "2026-06-01"
"""The day before which no clock can be right where this version runs; set anew with each version."""
