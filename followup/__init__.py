"""The follow-up programme: cases, schedule, review, hand-outs and vault. Runs without a terminal."""

__version__ = "0.1.0"
