"""Hashes by Python's own code: for the same ones `hashlib` loads OpenSSL, which takes 3 MB of memory and 6 ms."""

import sys
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hashlib import blake2b as blake2b
    from hashlib import sha256 as _sha256
else:
    try:
        blake2b = import_module("_blake2").blake2b
        _sha256 = import_module("_sha2" if sys.version_info >= (3, 12) else "_sha256").sha256
    except ImportError:  # a Python that was built to have OpenSSL's alone
        from hashlib import blake2b as blake2b
        from hashlib import sha256 as _sha256


def sha256_hex(content: bytes) -> str:
    """The SHA-256 of some bytes, in hexadecimal figures."""
    return _sha256(content).hexdigest()
