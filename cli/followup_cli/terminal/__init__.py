"""What every command uses to ask, to print and to read files; it knows no command."""
