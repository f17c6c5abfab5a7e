"""What the cases say together: agenda, later figures. Pure functions."""
