"""What leaves the casebook for somebody to take along: lists of rows, and the whole file of one graduate."""
