"""Which figures may leave the office without betraying anybody."""
