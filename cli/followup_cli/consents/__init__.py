"""The command ``consent``: what she agreed to, asked, taken back, listed."""
