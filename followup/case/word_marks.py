"""Marks that stand for words where nothing is kept that somebody wrote; a case that says it has the word."""

from followup.hashing import blake2b


def mark_of(word: str) -> int:
    """The mark of a word; 0 for none."""
    return int.from_bytes(blake2b(word.encode(), digest_size=6).digest()) if word else 0
