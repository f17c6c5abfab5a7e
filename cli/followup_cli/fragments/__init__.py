"""Parts of pages that several nouns show; they know no command."""
