"""The command ``lesson``: what training is to change, and the evidence."""
