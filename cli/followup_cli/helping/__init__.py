"""The help of every command, and the documents that come with the program."""
