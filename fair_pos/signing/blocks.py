"""The signature of an exported file: a block of JSON in it, or in a file beside it. Pure.

Signed are the ASCII text `fair-pos file 1 ` and the block's canonical JSON without `signature`.
"""

from typing import Any

from fair_pos.db.journal import canonical
from fair_pos.signing.keys import Key


def block(key: Key, what: str, sha256: str, *, is_sample: bool) -> dict[str, Any]:
    """Return the block: `what` is `closing-report` or `journal`, `sha256` of what it stands for."""
    fields = {
        "v": 1,
        "what": what,
        "key": key.key_id,
        "is_sample": is_sample,
        "sha256": sha256,
    }
    return {**fields, "signature": key.private.sign(message(fields)).hex()}


def message(fields: dict[str, Any]) -> bytes:
    """Return the signed bytes."""
    return f"fair-pos file 1 {canonical(fields)}".encode()
