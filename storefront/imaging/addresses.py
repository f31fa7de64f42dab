"""Which network addresses photos may come from: the public ones, so that no photo address reaches what is inside."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def is_public(address: Address) -> bool:
    """Whether anyone on the internet may be meant by it. Private, loopback, link-local, shared, reserved and group
    addresses are not public, and neither is an IPv6 address that carries such an IPv4 address in it."""
    if isinstance(address, ipaddress.IPv6Address):
        carried = list(_carried(address))
        if carried:
            return all(is_public(one) for one in carried)
        if address.is_site_local:
            return False
    return address.is_global and not (address.is_multicast or address.is_reserved)


def public_among(addresses: Iterable[str]) -> list[str]:
    """The public ones of a name's addresses, in their order; a zone ("fe80::1%eth0") is never public."""
    return [address for address in addresses if "%" not in address and is_public(ipaddress.ip_address(address))]


def _carried(address: ipaddress.IPv6Address) -> Iterable[ipaddress.IPv4Address]:
    """IPv4 addresses inside: mapped, 6to4, NAT64, and Teredo's server and client."""
    if address.ipv4_mapped:
        yield address.ipv4_mapped
    if address.sixtofour:
        yield address.sixtofour
    if address in _NAT64:
        yield ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    yield from address.teredo or ()
