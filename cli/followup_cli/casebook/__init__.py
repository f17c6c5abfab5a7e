"""The commands for the casebook itself: ``init``, ``unlock``, ``lock``, ``check``."""
