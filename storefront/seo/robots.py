"""robots.txt: nothing is closed. Cart, checkout and search say noindex themselves, and must be read to be heard."""

from __future__ import annotations


def robots_txt(sitemap_address: str | None) -> bytes:
    """`sitemap_address` is absolute; None for a store without a public address."""
    lines = ["User-agent: *", "Allow: /"]
    if sitemap_address:
        lines += ["", f"Sitemap: {sitemap_address}"]
    return ("\n".join(lines) + "\n").encode()
