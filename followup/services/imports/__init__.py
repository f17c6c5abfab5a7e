"""Rows of an office's own sheet, taken into the casebook: planned, shown, written under a number, taken back."""
