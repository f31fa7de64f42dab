from __future__ import annotations

import pytest

from storefront.imaging.addresses import public_among


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.255.255.254",
        "0.0.0.0",  # noqa: S104  # nobody binds here
        "10.1.2.3",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "100.100.100.200",
        "192.0.2.1",
        "198.18.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "fc00::1",
        "fd00:ec2::254",
        "ff02::1",
        "2001:db8::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::127.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "2002:7f00:1::",
        "2002:c0a8:1::",
        "2001:0:c0a8:1::",
    ],
)
def test_what_lies_inside_is_not_public(address: str) -> None:
    assert public_among([address]) == []


@pytest.mark.parametrize(
    "address",
    ["93.184.215.14", "8.8.8.8", "2606:4700::6810:84e5", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1"],
)
def test_what_anyone_can_reach_is(address: str) -> None:
    assert public_among([address]) == [address]


def test_of_several_the_public_ones_stay_in_their_order() -> None:
    assert public_among(["8.8.8.8", "127.0.0.1", "1.1.1.1"]) == ["8.8.8.8", "1.1.1.1"]
