"""Prints: what goes on paper."""
