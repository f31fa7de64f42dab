"""The web addresses that photos are fetched from: which of them are asked at all, and what they name."""

from __future__ import annotations

from collections.abc import Collection

import httpx

from storefront.imaging.host_trouble import not_fetched

_LONGEST_HOST = 253  # DNS knows no longer name
_SHOWN = 40  # characters of what a stranger wrote


def checked(
    address: str, base: httpx.URL | None, *, schemes: Collection[str], ports: Collection[int] | None
) -> httpx.URL:
    """The address to ask, absolute and without fragment; relative ones are meant from `base`. No `ports`: any.

    Raises PhotoUnusable where we don't go.
    """
    url, host = _parsed(address, base)
    if url.scheme not in schemes or not host:
        raise not_fetched(f"its address begins with {url.scheme[:_SHOWN] or 'no'}:// and not {' or '.join(schemes)}://")
    if url.userinfo:
        raise not_fetched("its address holds a user name")
    if ports is not None and port_of(url) not in ports:
        raise not_fetched(f"port {port_of(url)} is not one of the web's")
    return url


def port_of(url: httpx.URL) -> int:
    return url.port or (443 if url.scheme == "https" else 80)


def host_of(url: httpx.URL) -> str:
    """The host as it is written in the address, with its port where that is not the usual one."""
    return url.netloc.decode("ascii")


def origin_of(url: httpx.URL) -> str:
    """What a breaker stands for: a host may be well with TLS and not without, or on one port alone."""
    return f"{url.scheme}://{host_of(url)}"


def _parsed(address: str, base: httpx.URL | None) -> tuple[httpx.URL, str]:
    try:
        url = (base.join(address) if base else httpx.URL(address)).copy_with(fragment=None)
        host = url.host
    except (httpx.InvalidURL, ValueError) as error:  # ValueError: "xn--" with nothing behind it
        raise not_fetched("its address is not a web address") from error
    if len(url.raw_host) > _LONGEST_HOST:
        raise not_fetched("its address is not a web address: the host's name is too long")
    return url, host
