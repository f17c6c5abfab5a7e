"""The use cases: each command of the program calls one function here."""
