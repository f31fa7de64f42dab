"""The content security policy of a page: own files, and the one inline style block by its hash."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping

_NO_CHANGES: Mapping[str, str] = {}


def content_security_policy(inline_css: str, changes: Mapping[str, str] = _NO_CHANGES) -> str:
    """For a <meta> tag; frame-ancestors and the like work in headers only. Data blocks (JSON-LD) need no permission.

    `changes` take the place of directives, or come on top: what a page has to allow for its checkout.
    """
    directives = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": f"'self' {_hash(inline_css)}" if inline_css else "'self'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "manifest-src": "'self'",
        "worker-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "object-src": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in {**directives, **changes}.items())


def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"
