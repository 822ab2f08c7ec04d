"""指纹 · what a record is known by when anything rests on its never having been changed."""

import json
from hashlib import sha256
from typing import Any


def canonical_json(content: Any) -> str:
    """The one way plain JSON values are written before they are hashed: keys sorted, no blanks, no escapes for 汉字."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_of(content: Any) -> str:
    """SHA-256 (FIPS 180-4) over the UTF-8 of `canonical_json`, 64 hexadecimal digits."""
    return sha256(canonical_json(content).encode()).hexdigest()
