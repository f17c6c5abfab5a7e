"""Shipped data: policies, holidays, places, words. No code but the readers of these files."""
