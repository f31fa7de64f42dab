"""The content security policy of a page: own files, and the one inline style block by its hash."""

from __future__ import annotations

import base64
import hashlib
from urllib.parse import urlsplit

from storefront.catalogue.models import StoreConfiguration


def content_security_policy(configuration: StoreConfiguration, inline_css: str) -> str:
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
        "form-action": f"'self' {_checkout(configuration)}",
        "base-uri": "'none'",
        "object-src": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in directives.items())


def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"


def _checkout(configuration: StoreConfiguration) -> str:
    """Where a form may lead besides the store: the mail program, or the payment page's origin."""
    if configuration.checkout == "link" and configuration.checkout_url:
        parts = urlsplit(configuration.checkout_url)
        return f"{parts.scheme}://{parts.netloc}"
    return "mailto:"
