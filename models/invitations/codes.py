"""Codes that open something once: made of chance, written down only as their digest."""

import secrets
from hashlib import sha256

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that looks like another: people read them to each other
LENGTH = 12  # letters, sixty bits


def new_code() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def digest_of(code: str) -> str:
    """What is kept of a code; how it is spelled (small letters, gaps) does not matter."""
    bare = "".join(code.split()).replace("-", "").upper()
    return sha256(f"code:{bare}".encode()).hexdigest()
