"""Her business plan, what it comes to in a month, and the check of it."""
