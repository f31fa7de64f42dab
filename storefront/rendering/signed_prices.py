"""A price with the store's word on it: the tenant's own endpoint accepts no other (docs/checkout.md).

A JSON Web Signature in its compact form (RFC 7515) with HMAC-SHA256, so that libraries of every language can check it,
and nobody has to put a statement together again byte for byte: what was signed travels with the signature.
"""

from __future__ import annotations

import base64
import hmac
from collections.abc import Mapping

import orjson

HEADER = {"alg": "HS256"}


def signed_price(key: str, statement: Mapping[str, str]) -> str:
    """`statement`: store, product, variant, price, currency, version. The same key and statement give the same text."""
    said = ".".join(_encoded(orjson.dumps(part, option=orjson.OPT_SORT_KEYS)) for part in (HEADER, dict(statement)))
    return f"{said}.{_encoded(hmac.digest(key.encode(), said.encode(), 'sha256'))}"


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
