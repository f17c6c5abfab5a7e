"""What may be said of all graduates together: the figures of reports. Pure functions."""
