"""What different follow-up policies would have seen of the same invented lives."""
