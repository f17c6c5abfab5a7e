"""Getting a casebook back, and its keys: ``backup``, ``restore``, ``passphrase``, ``recovery``, ``rekey``."""
