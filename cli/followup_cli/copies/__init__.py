"""Bringing copies of a casebook together."""
