from __future__ import annotations

import socket
import ssl
import time
from collections.abc import AsyncIterator, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from storefront.errors import PhotoUnusable
from storefront.fleet.backoff import PACES, Pace
from storefront.imaging.sources import PhotoFetcher, Resolve
from tests.factories.web import (
    Answer,
    Web,
    breaking_off,
    content,
    delayed,
    endless,
    in_turn,
    raw,
    redirect,
    silence,
    status,
    web,
)

INSIDE = "127.0.0.2"  # stands for an address behind the fence; 127.0.0.1 for one that anyone can reach
PHOTO = b"\xff\xd8 any bytes will do here"


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PACES, "photo_host", Pace(0.01, 0.01))


@pytest.fixture
async def site() -> AsyncIterator[Web]:
    async with web() as running:
        yield running


@pytest.fixture
def inside() -> PhotoFetcher:
    """A fetcher that may go to loopback, where the tests' server is."""
    return PhotoFetcher(allow_private=True, max_bytes=100_000)


def all_but_inside(addresses: Iterable[str]) -> list[str]:
    return [address for address in addresses if address != INSIDE]


async def reason(fetcher: PhotoFetcher, address: str) -> str:
    with pytest.raises(PhotoUnusable) as refusal:
        await fetcher.fetch(address)
    assert refusal.value.remedy
    return refusal.value.what


def names(**addresses: str) -> Resolve:
    """A name server that knows these names; an underscore stands for a dot."""

    async def resolve(host: str, port: int) -> list[str]:
        known = {name.replace("_", "."): address for name, address in addresses.items()}
        if host not in known:
            raise socket.gaierror(socket.EAI_NONAME, "unknown")
        return known[host].split()

    return resolve


async def test_a_photo_is_fetched(site: Web, inside: PhotoFetcher) -> None:
    assert await inside.fetch(site.at("/p.jpg", content(PHOTO))) == PHOTO
    assert site.requests[0].headers["accept-encoding"] == "identity"


async def test_a_body_without_a_length_ends_with_the_connection(site: Web, inside: PhotoFetcher) -> None:
    assert await inside.fetch(site.at("/p", raw("HTTP/1.1 200 OK\r\n\r\n", PHOTO))) == PHOTO


async def test_a_missing_photo_is_said_with_the_hosts_answer(site: Web, inside: PhotoFetcher) -> None:
    address = site.at("/gone.jpg?key=secret", status(404, "Not Found"))
    said = await reason(inside, address)

    assert said == f"The photo could not be fetched: 127.0.0.1:{site.port} answered 404 Not Found."


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
async def test_redirects_are_followed(site: Web, inside: PhotoFetcher, code: int) -> None:
    site.at("/b/p.jpg", content(PHOTO))

    assert await inside.fetch(site.at("/a/p.jpg", redirect("../b/p.jpg", code))) == PHOTO


async def test_redirects_have_an_end(site: Web, inside: PhotoFetcher) -> None:
    said = await reason(inside, site.at("/p", redirect("/p")))

    assert "redirects more than 5 times" in said
    assert len(site.requests) == 6


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://host/p", "gopher://x/", "data:image/png;base64,AA"])
async def test_redirects_lead_to_the_web_only(site: Web, inside: PhotoFetcher, target: str) -> None:
    assert "begins with" in await reason(inside, site.at("/p", redirect(target)))


async def test_an_endless_redirect_is_told_in_short(site: Web, inside: PhotoFetcher) -> None:
    """What is told goes into the build's row, which has room for so much."""
    for target in ("x" * 50_000 + "://host/p", "http://" + "x." * 20_000 + "/p", "/" + "x" * 50_000):
        assert len(await reason(inside, site.at("/p", redirect(target)))) < 300


async def test_a_redirect_to_the_inside_is_not_followed(site: Web) -> None:
    """The site stands for a public one; the canary behind its redirect is never asked."""
    async with web(host=INSIDE) as canary:
        fetcher = PhotoFetcher(ports=[site.port, canary.port], usable=all_but_inside)
        said = await reason(fetcher, site.at("/p", redirect(canary.at("/meta-data", content(b"x"), host=INSIDE))))

        assert said == f"The photo could not be fetched: {INSIDE} is not a public address."
        assert len(site.requests) == 1
        assert canary.requests == []


async def test_a_name_that_changes_its_mind_changes_nothing(site: Web) -> None:
    """The address that was checked is the one connected to, however the name is answered the next time."""
    answers = iter(["127.0.0.1", INSIDE, INSIDE])

    async def resolve(host: str, port: int) -> list[str]:
        return [next(answers)]

    async with web(host=INSIDE, port=site.port) as canary:
        fetcher = PhotoFetcher(ports=[site.port], usable=all_but_inside, resolve=resolve)

        assert await fetcher.fetch(site.at("/p", content(PHOTO), host="shop.example")) == PHOTO
        assert site.requests[0].headers["host"] == f"shop.example:{site.port}"
        assert canary.requests == []


async def test_a_host_with_letters_of_other_alphabets_is_asked_by_its_wire_name(site: Web) -> None:
    fetcher = PhotoFetcher(allow_private=True, resolve=names(**{"xn--fsqu00a_example": "127.0.0.1"}))

    assert await fetcher.fetch(site.at("/p", content(PHOTO), host="例子.example")) == PHOTO
    assert site.requests[0].headers["host"] == f"xn--fsqu00a.example:{site.port}"


async def test_of_several_addresses_the_one_that_answers_serves(site: Web) -> None:
    fetcher = PhotoFetcher(allow_private=True, resolve=names(shop_example=f"{INSIDE} 127.0.0.1"))

    assert await fetcher.fetch(site.at("/p", content(PHOTO), host="shop.example")) == PHOTO


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "localhost.",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "127.1",
        "0",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "169.254.169.254",
        "10.0.0.1",
        "\u2460\u2461\u2466.0.0.1",  # circled digits that become 127
    ],
)
async def test_however_it_is_written_the_inside_is_not_reached(site: Web, host: str) -> None:
    said = await reason(PhotoFetcher(ports=[site.port]), site.at("/p", content(PHOTO), host=host))

    assert said.startswith("The photo could not be fetched: ")
    assert site.requests == []


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("ftp://host/p.jpg", "begins with ftp://"),
        ("file:///etc/passwd", "begins with file://"),
        ("http:///p.jpg", "begins with http://"),
        ("http://user:word@host/p.jpg", "user name"),
        ("http://host:6379/", "port 6379"),
        ("http://host:22/", "port 22"),
        ("http://[::1", "not a web address"),
        ("http://host:port/", "not a web address"),
        ("http://xn--/p.jpg", "not a web address"),
        ("http://\udc80/p.jpg", "not a web address"),
        (f"http://{'a.' * 130}example/p.jpg", "not a web address"),
    ],
)
async def test_addresses_that_are_not_asked(address: str, why: str) -> None:
    said = await reason(PhotoFetcher(), address)

    assert why in said
    assert "word" not in said


async def test_plain_http_can_be_switched_off() -> None:
    assert "and not https://" in await reason(PhotoFetcher(schemes=("https",)), "http://host/p.jpg")


async def test_a_name_nobody_knows_is_said() -> None:
    assert "nowhere.example is not known" in await reason(PhotoFetcher(resolve=names()), "https://nowhere.example/p")


async def test_a_host_that_takes_no_connections_is_said(inside: PhotoFetcher) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
        assert "127.0.0.1 does not take connections" in await reason(inside, f"http://127.0.0.1:{port}/")


async def test_a_photo_announced_too_large_is_not_read(site: Web, inside: PhotoFetcher) -> None:
    said = await reason(inside, site.at("/p", content(b"", length=10_000_000_000)))

    assert said == "The photo has more than 0.1 MB."


@pytest.mark.parametrize("length", ["-5", "many", "1_0"])
async def test_a_length_that_is_none_is_no_answer(site: Web, inside: PhotoFetcher, length: str) -> None:
    answer = raw(f"HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n", PHOTO)

    assert "was not HTTP" in await reason(inside, site.at("/p", answer))


async def test_a_photo_without_end_is_cut_off(site: Web, inside: PhotoFetcher) -> None:
    assert "more than 0.1 MB" in await reason(inside, site.at("/p", endless))


async def test_a_photo_shorter_than_announced_is_not_taken(site: Web, inside: PhotoFetcher) -> None:
    assert "ended early" in await reason(inside, site.at("/p", content(PHOTO, length=5000)))


async def test_a_connection_that_breaks_is_said(site: Web, inside: PhotoFetcher) -> None:
    assert "the connection broke" in await reason(inside, site.at("/p", breaking_off))


async def test_an_answer_that_is_not_http_is_said(site: Web, inside: PhotoFetcher) -> None:
    assert "not HTTP" in await reason(inside, site.at("/p", raw("220 mail.example ESMTP\r\n")))


async def test_a_compressed_answer_is_not_unpacked(site: Web, inside: PhotoFetcher) -> None:
    answer = content(b"\x1f\x8b" + PHOTO, more="Content-Encoding: gzip\r\n")

    assert "compressed" in await reason(inside, site.at("/p", answer))


async def test_a_host_that_says_nothing_is_given_up(site: Web) -> None:
    fetcher = PhotoFetcher(allow_private=True, time_limit_s=0.2)

    assert "took longer than 0.2 s" in await reason(fetcher, site.at("/p", silence))


async def test_silence_has_a_shorter_limit(site: Web, inside: PhotoFetcher, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storefront.imaging.sources._SILENCE_LIMIT_S", 0.2)

    assert "nothing came for 0.2 s" in await reason(inside, site.at("/p", silence))


async def test_proxies_of_the_environment_are_not_asked(
    site: Web, inside: PhotoFetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with web() as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        monkeypatch.delenv("no_proxy", raising=False)

        assert await inside.fetch(site.at("/p", content(PHOTO))) == PHOTO
        assert proxy.requests == []


async def test_certificates_are_checked_against_the_name_and_not_the_address(tmp_path: Path) -> None:
    certificate = _certificate_for("shop.example", tmp_path)
    trusting = ssl.create_default_context(cafile=certificate)
    serving = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    serving.load_cert_chain(certificate)
    asked: list[str | None] = []
    serving.sni_callback = lambda _socket, name, _context: asked.append(name)
    known = names(shop_example="127.0.0.1", other_example="127.0.0.1")
    fetcher = PhotoFetcher(allow_private=True, resolve=known, certificates=trusting)

    async with web(serving) as site:
        assert await fetcher.fetch(site.at("/p", content(PHOTO), host="shop.example")) == PHOTO
        said = await reason(fetcher, site.at("/p", content(PHOTO), host="other.example"))
        untrusting = await reason(
            PhotoFetcher(allow_private=True, resolve=known), site.at("/p", content(PHOTO), host="shop.example")
        )

    assert asked[:2] == ["shop.example", "other.example"]
    assert said == "The photo could not be fetched: the certificate of other.example is not valid."
    assert "certificate of shop.example is not valid" in untrusting
    assert len(site.requests) == 1


def _certificate_for(name: str, folder: Path) -> Path:
    """A certificate that signs itself, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = folder / "certificate.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(secret + certificate.public_bytes(serialization.Encoding.PEM))
    return file


class Told:
    """Breakers that write down what they are told, and refuse the hosts they are given."""

    def __init__(self, *refused: str) -> None:
        self.refused, self.told = refused, list[tuple[str, str]]()

    async def refusal(self, name: str) -> str | None:
        return "it failed 5 times in a row" if name in self.refused else None

    async def failed(self, name: str, reason: str) -> None:
        self.told.append((name, reason))

    async def succeeded(self, name: str) -> None:
        self.told.append((name, "well"))


async def test_a_host_whose_breaker_is_open_is_not_asked(site: Web) -> None:
    host = f"127.0.0.1:{site.port}"
    fetcher = PhotoFetcher(allow_private=True, breakers=Told(f"http://{host}"))
    said = await reason(fetcher, site.at("/p", content(PHOTO)))

    assert said == f"The photo could not be fetched: {host} is not asked now, since it failed 5 times in a row."
    assert site.requests == []


@pytest.mark.parametrize(
    "first", [status(503, "Busy"), status(500, "Oh"), status(429, "Slow"), breaking_off, raw("no")]
)
async def test_a_host_in_trouble_for_a_moment_is_asked_again(site: Web, first: Answer) -> None:
    breakers = Told()
    fetcher = PhotoFetcher(allow_private=True, breakers=breakers)

    assert await fetcher.fetch(site.at("/p", in_turn(first, first, content(PHOTO)))) == PHOTO
    assert len(site.requests) == 3
    assert breakers.told[-1] == (f"http://127.0.0.1:{site.port}", "well")


async def test_a_host_in_trouble_is_asked_three_times(site: Web) -> None:
    breakers = Told()
    host = f"127.0.0.1:{site.port}"
    fetcher = PhotoFetcher(allow_private=True, breakers=breakers)
    said = await reason(fetcher, site.at("/p?key=secret", status(503, "Overloaded by <b>")))

    assert said == f"The photo could not be fetched: {host} answered 503 Service Unavailable."
    assert breakers.told == [(f"http://{host}", f"{host} answered 503 Service Unavailable")] * 3


@pytest.mark.parametrize("code", [400, 401, 403, 404, 410])
async def test_what_is_the_photos_own_trouble_is_not_tried_again_nor_held_against_the_host(
    site: Web, code: int
) -> None:
    breakers = Told()
    await reason(PhotoFetcher(allow_private=True, breakers=breakers), site.at("/p", status(code, "No")))

    assert len(site.requests) == 1
    assert breakers.told == [(f"http://127.0.0.1:{site.port}", "well")]


async def test_a_host_that_wants_to_be_asked_less_has_not_failed(site: Web) -> None:
    breakers = Told()
    await reason(PhotoFetcher(allow_private=True, breakers=breakers), site.at("/p", status(429, "Slow")))

    assert {how for _, how in breakers.told} == {"well"}


async def test_each_host_of_a_redirect_is_told_of(site: Web) -> None:
    breakers = Told()
    async with web(host=INSIDE) as other:
        target = other.at("/p", status(500, "Oh"), host=INSIDE)
        await reason(PhotoFetcher(allow_private=True, breakers=breakers), site.at("/p", redirect(target)))

    second = f"{INSIDE}:{other.port}"
    assert (
        breakers.told
        == [
            (f"http://127.0.0.1:{site.port}", "well"),
            (f"http://{second}", f"{second} answered 500 Internal Server Error"),
        ]
        * 3
    )


async def test_a_host_that_is_well_with_tls_and_not_without_has_two_breakers() -> None:
    breakers = Told()
    fetcher = PhotoFetcher(breakers=breakers, resolve=names())
    for address in ("https://photos.example/a.jpg", "http://photos.example/a.jpg", "http://photos.example:443/a.jpg"):
        await reason(fetcher, address)

    assert [name for name, _ in breakers.told] == [
        "https://photos.example",
        "http://photos.example",
        "http://photos.example:443",
    ]


async def test_a_host_is_not_blamed_for_the_time_that_another_took(site: Web) -> None:
    """A host that waits, and then leads to one that others use, would close that to them."""
    breakers = Told()
    async with web(host=INSIDE) as other:
        slow = delayed(0.8, redirect(other.at("/p", silence, host=INSIDE)))
        fetcher = PhotoFetcher(allow_private=True, time_limit_s=1, breakers=breakers)
        said = await reason(fetcher, site.at("/p", slow))

        assert "took longer than 1 s" in said
        assert other.requests == []
    assert breakers.told == [(f"http://127.0.0.1:{site.port}", "well")]


@pytest.mark.parametrize(
    "after",
    ["Retry-After: 1", "Date: Sun, 06 Nov 1994 08:49:36 GMT\r\nRetry-After: Sun, 06 Nov 1994 08:49:37 GMT"],
)
async def test_a_host_is_not_asked_sooner_than_it_wants(site: Web, after: str) -> None:
    busy = raw(f"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n{after}\r\n\r\n")
    before = time.monotonic()

    assert await PhotoFetcher(allow_private=True).fetch(site.at("/p", in_turn(busy, content(PHOTO)))) == PHOTO
    assert time.monotonic() - before >= 1


@pytest.mark.parametrize("after", ["11", "86400", "9" * 400])
async def test_a_host_that_wants_a_long_pause_is_not_asked_again(site: Web, after: str) -> None:
    busy = raw(f"HTTP/1.1 429 Slow\r\nContent-Length: 0\r\nRetry-After: {after}\r\n\r\n")
    await reason(PhotoFetcher(allow_private=True), site.at("/p", busy))

    assert len(site.requests) == 1


@pytest.mark.parametrize(
    "after",
    [
        "soon",
        "-1",
        "",
        "1.5",
        "Sun, 06 Nov 1994 08:49:37 GMT",
        "\u0661",
        "Sun, 06 Nov 19940000000000000000 08:49:37 GMT\r\nDate: Sun, 06 Nov 1994 08:49:36 GMT",
        "Sun, 06 Nov 1994 08:49:37 +99999999999999999999\r\nDate: Sun, 06 Nov 1994 08:49:36 GMT",
        "Sun, 06 Nov 1994 08:49:30 GMT\r\nDate: Sun, 06 Nov 1994 08:49:36 GMT",
    ],
)
async def test_a_pause_that_cannot_be_read_or_is_over_is_none(site: Web, after: str) -> None:
    busy = raw(f"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\nRetry-After: {after}\r\n\r\n")

    assert await PhotoFetcher(allow_private=True).fetch(site.at("/p", in_turn(busy, content(PHOTO)))) == PHOTO


async def test_attempts_end_with_the_photos_time(site: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PACES, "photo_host", Pace(1000.0, 1000.0))
    monkeypatch.setattr("storefront.imaging.sources._LONGEST_PAUSE_S", 2000.0)
    fetcher = PhotoFetcher(allow_private=True, time_limit_s=1)
    await reason(fetcher, site.at("/p", status(503, "Busy")))

    assert len(site.requests) == 1


@pytest.mark.parametrize(("number", "asked"), [(socket.EAI_AGAIN, 3), (socket.EAI_NONAME, 1)])
async def test_a_name_is_looked_up_again_where_the_name_server_is_at_fault(number: int, asked: int) -> None:
    looked_up: list[str] = []

    async def nowhere(host: str, port: int) -> list[str]:
        looked_up.append(host)
        raise socket.gaierror(number, "no answer")

    assert "photos.example is not known" in await reason(PhotoFetcher(resolve=nowhere), "https://photos.example/a.jpg")
    assert len(looked_up) == asked
