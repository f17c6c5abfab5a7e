"""A graduate found by what is known of her."""
