"""How results look: one module a noun, plain text and Rich tables."""
