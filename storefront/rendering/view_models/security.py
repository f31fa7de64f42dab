"""The content security policy of a page: own files, and the one inline style block by its hash."""

from __future__ import annotations

import base64
import hashlib


def content_security_policy(inline_css: str) -> str:
    """For a <meta> tag; frame-ancestors and the like work in headers only. Data blocks (JSON-LD) need no permission."""
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
    return "; ".join(f"{name} {value}" for name, value in directives.items())


def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"
