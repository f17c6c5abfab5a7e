"""What leaves the laptop. Nothing else writes plaintext."""
