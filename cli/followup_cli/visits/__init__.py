"""The command ``visit``: visits recorded, tried, listed."""
