"""The command ``today``: who is to be visited."""
