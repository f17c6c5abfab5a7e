"""The sections of the quarter's report, one module each."""
