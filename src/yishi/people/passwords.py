"""口令 · argon2id, with the RFC 9106 low-memory parameters."""

from argon2 import PasswordHasher, profiles
from argon2.exceptions import InvalidHashError, VerificationError

HASHER = PasswordHasher.from_parameters(profiles.RFC_9106_LOW_MEMORY)
NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHRzb21lc2FsdA$u2kmnXyDBZbGNBXBvYbLy1NWtyTtLULhsFTZ3qSKiKk"


def hashed(password: str) -> str:
    return HASHER.hash(password)


def matches(stored: str | None, password: str) -> bool:
    """Takes as long for a person without a password, or for nobody, as for a wrong one."""
    try:
        return HASHER.verify(stored or NOBODY, password) and stored is not None
    except (VerificationError, InvalidHashError):
        return False
