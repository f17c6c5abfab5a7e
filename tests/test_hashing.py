"""Hashes are those that `hashlib` makes, and OpenSSL, which it loads, takes no memory."""

import hashlib
import os
import subprocess
import sys

import pytest

from followup.hashing import blake2b, sha256_hex


@pytest.mark.parametrize("content", [b"", b"calendar entry", bytes(range(256)) * 999])
def test_they_are_those_of_everybody_else(content):
    assert sha256_hex(content) == hashlib.sha256(content).hexdigest()
    assert blake2b(content, digest_size=6).digest() == hashlib.blake2b(content, digest_size=6).digest()


@pytest.mark.parametrize("service", ["calendars", "exports.lists", "report_data", "reports"])
def test_what_holds_thousands_of_graduates_loads_no_openssl(service):
    loads = f"import sys, followup.services.{service}; sys.exit('_hashlib' in sys.modules)"
    paths = os.pathsep.join(filter(None, sys.path))

    assert subprocess.run([sys.executable, "-c", loads], env={**os.environ, "PYTHONPATH": paths}).returncode == 0
