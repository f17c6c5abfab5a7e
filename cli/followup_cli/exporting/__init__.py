"""The commands ``export``."""
