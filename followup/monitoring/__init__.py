"""What needs doing for one graduate or a caseload: agenda, attention, readiness, lessons. Pure functions."""
