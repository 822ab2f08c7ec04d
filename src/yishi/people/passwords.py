"""口令 · argon2id with the RFC 9106 low-memory parameters, and which passwords are too weak to keep."""

import unicodedata
from datetime import datetime
from pathlib import Path

from argon2 import PasswordHasher, profiles
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy.orm import Session

from ..clock import today
from .authority import in_office
from .models import Person

HASHER = PasswordHasher.from_parameters(profiles.RFC_9106_LOW_MEMORY)
NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHRzb21lc2FsdA$u2kmnXyDBZbGNBXBvYbLy1NWtyTtLULhsFTZ3qSKiKk"

SHORTEST = 8
SHORTEST_IN_OFFICE = 12
LONGEST = 128
COMMON = frozenset(Path(__file__).with_name("common_passwords.txt").read_text("ascii").split())  # what people choose first
RUNS = (
    "01234567890123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm", "1q2w3e4r5t6y7u8i9o0p",
)  # fmt: skip


def hashed(password: str) -> str:
    return HASHER.hash(_plain(password))


def matches(stored: str | None, password: str) -> bool:
    """Takes as long for a person without a password, or for nobody, as for a wrong one."""
    try:
        return HASHER.verify(stored or NOBODY, _plain(password)) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


def outdated(stored: str) -> bool:
    """Whether it was hashed with other parameters than today's."""
    return HASHER.check_needs_rehash(stored)


def shortest_for(session: Session, person: Person, at: datetime) -> int:
    return SHORTEST_IN_OFFICE if in_office(session, person.id, today(at)) else SHORTEST


def unfit(password: str, shortest: int, person: Person, username: str = "") -> str:
    """The sentence why this cannot be the person's password; '' when it can."""
    plain = _plain(password).casefold()
    if len(plain) < shortest:
        return f"口令至少要{shortest}个字符，现在有{len(plain)}个"
    if len(plain) > LONGEST:
        return f"口令最多{LONGEST}个字符，现在有{len(plain)}个"
    if any(word in plain for word in _own_words(person, username)):
        return "口令里不要有您的姓名、用户名或手机号，请换一个"
    if plain in COMMON or _patterned(plain):
        return "这个口令太容易猜到，请换一个，例如三四个不相干的词连在一起"
    return ""


def _own_words(person: Person, username: str) -> list[str]:
    """What somebody who knows the person would try: the name, also spelled out, and what they sign in with."""
    from pypinyin import lazy_pinyin  # its dictionaries take a fifth of a second, and only this page wants them

    words = (person.name, "".join(lazy_pinyin(person.name)), person.username, username, person.phone)
    return [word.casefold() for word in words if word and len(word) >= (3 if word.isascii() else 2)]


def _patterned(plain: str) -> bool:
    """One to four characters again and again, or a run along the alphabet, the digits or the keyboard."""
    again = any(plain == (plain[:n] * len(plain))[: len(plain)] for n in (1, 2, 3, 4))
    return again or any(plain in run or plain in run[::-1] for run in RUNS)


def _plain(password: str) -> str:
    """One spelling for what looks the same: ９ typed with a Chinese keyboard is 9."""
    return unicodedata.normalize("NFKC", password)
