"""Sheets of an office's own taken in: ``import``."""
