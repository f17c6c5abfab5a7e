"""The command ``support``: what she and her family were given."""
