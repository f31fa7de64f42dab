"""Photos by their address on the web: fetched with limits on size, time, redirects and on where they may come from.

The name is looked up here, its addresses are checked, and the connection goes to the checked address: what the name
says a moment later does not matter. The host's name stays in the Host header and in the certificate's check.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable, Collection, Iterable
from functools import cached_property

import httpx

from storefront.errors import PhotoUnusable
from storefront.imaging.addresses import public_among
from storefront.imaging.dead_hosts import DeadHosts

Resolve = Callable[[str, int], Awaitable[list[str]]]  # a host's addresses, as text
Usable = Callable[[Iterable[str]], list[str]]  # those of them that may be connected to

MAX_BYTES = 20_000_000
TIME_LIMIT_S = 30.0
_SILENCE_LIMIT_S = 10.0
_MAX_REDIRECTS = 5
_MAX_ADDRESSES = 3  # of a name, tried one after the other
_WEB_PORTS = frozenset({80, 443})
# Not compressed: photos are already, and a small answer that unpacks to gigabytes is none then.
_HEADERS = {"Accept": "image/*", "Accept-Encoding": "identity", "User-Agent": "Storeloom"}
_CHECK_ADDRESS = "Check the photo's address in a browser, or put the photo beside the catalogue."


class PhotoFetcher:
    """Fetches photos. Holds no connections between photos, so there is nothing to close.

    `allow_private` lifts the limits on addresses and ports, for tests and intranets; otherwise addresses have to be
    public and ports 80 or 443, unless `usable` and `ports` say otherwise. The system resolves names and judges
    certificates unless `resolve` and `certificates` do.
    """

    def __init__(
        self,
        *,
        allow_private: bool = False,
        schemes: Collection[str] = ("https", "http"),
        max_bytes: int = MAX_BYTES,
        time_limit_s: float = TIME_LIMIT_S,
        ports: Collection[int] | None = None,
        resolve: Resolve | None = None,
        usable: Usable | None = None,
        certificates: ssl.SSLContext | None = None,
    ) -> None:
        self._schemes = schemes
        self._max_bytes = max_bytes
        self._time_limit_s = time_limit_s
        self._ports = None if allow_private and ports is None else frozenset(ports or _WEB_PORTS)
        self._resolve = resolve or _resolve
        self._usable = usable or (list if allow_private else public_among)
        self._given_certificates = certificates
        self._dead = DeadHosts()

    async def fetch(self, address: str) -> bytes:
        """The photo's bytes, whatever they are. Raises PhotoUnusable with the reason and a remedy."""
        try:
            async with asyncio.timeout(self._time_limit_s), self._transport() as transport:
                return await self._follow(transport, address)
        except TimeoutError as error:
            raise _failed(f"it took longer than {self._time_limit_s:g} s") from error

    async def _follow(self, transport: httpx.AsyncBaseTransport, address: str) -> bytes:
        url = self._checked(address)
        for _ in range(_MAX_REDIRECTS + 1):
            response = await self._connect(transport, url)
            try:
                if not response.has_redirect_location:
                    return await self._read(response, url)
                url = self._checked(response.headers["Location"], url)
            finally:
                await response.aclose()
        raise _failed(f"its address redirects more than {_MAX_REDIRECTS} times")

    def _checked(self, address: str, base: httpx.URL | None = None) -> httpx.URL:
        """The address to ask next, absolute and without fragment. Raises PhotoUnusable where we don't go."""
        try:
            url = (base.join(address) if base else httpx.URL(address)).copy_with(fragment=None)
        except httpx.InvalidURL as error:
            raise _failed("its address is not a web address") from error
        if url.scheme not in self._schemes or not url.host:
            raise _failed(f"its address begins with {url.scheme or 'no'}:// and not {' or '.join(self._schemes)}://")
        if url.userinfo:
            raise _failed("its address holds a user name")
        if self._ports is not None and _port(url) not in self._ports:
            raise _failed(f"port {_port(url)} is not one of the web's")
        return url

    async def _connect(self, transport: httpx.AsyncBaseTransport, url: httpx.URL) -> httpx.Response:
        """The answer's beginning, from the first of the host's checked addresses that takes the connection."""
        if self._dead.is_dead(url.host):
            raise _failed(f"{url.host} did not take connections a moment ago")
        failure: Exception | None = None
        for address in (await self._addresses(url))[:_MAX_ADDRESSES]:
            try:
                response = await transport.handle_async_request(_request(url, address))
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                failure = error
            except httpx.HTTPError as error:
                raise _failed(_in_words(error)) from error
            else:
                self._dead.answered(url.host)
                return response
        self._dead.failed(url.host)
        if "CERTIFICATE_VERIFY_FAILED" in str(failure):
            raise _failed(f"the certificate of {url.host} is not valid") from failure
        raise _failed(f"{url.host} does not take connections") from failure

    async def _addresses(self, url: httpx.URL) -> list[str]:
        try:
            found = await self._resolve(url.raw_host.decode("ascii"), _port(url))
        except (OSError, UnicodeError) as error:
            self._dead.failed(url.host)
            raise _failed(f"the host {url.host} is not known") from error
        usable = self._usable(found)
        if not usable:
            raise PhotoUnusable(
                f"The photo could not be fetched: {url.host} is not a public address.",
                remedy="Use a public address; on an intranet the operator sets STORELOOM_PHOTO_HOSTS_PRIVATE=true.",
            )
        return usable

    async def _read(self, response: httpx.Response, url: httpx.URL) -> bytes:
        if response.status_code != httpx.codes.OK:
            raise _failed(f"{_host(url)} answered {response.status_code} {response.reason_phrase}".strip())
        if response.headers.get("Content-Encoding", "identity") != "identity":
            raise _failed("it came compressed, which was not asked for")
        if int(response.headers.get("Content-Length", 0)) > self._max_bytes:
            raise self._too_large()
        data = bytearray()
        try:
            async for chunk in response.aiter_raw():
                data += chunk
                if len(data) > self._max_bytes:
                    raise self._too_large()
        except httpx.HTTPError as error:
            raise _failed(_in_words(error)) from error
        return bytes(data)

    def _too_large(self) -> PhotoUnusable:
        return PhotoUnusable(
            f"The photo has more than {self._max_bytes / 1_000_000:g} MB.",
            remedy="Save the photo smaller; 2,000 pixels wide is plenty.",
        )

    def _transport(self) -> httpx.AsyncHTTPTransport:
        """For one photo: connections are made to addresses, so they must not be shared between hosts.

        The bare transport knows no redirects, cookies, proxies or compression, all of which are ours to refuse.
        """
        return httpx.AsyncHTTPTransport(verify=self._certificates, trust_env=False)

    @cached_property
    def _certificates(self) -> ssl.SSLContext:
        return self._given_certificates or httpx.create_ssl_context(trust_env=False)


async def _resolve(host: str, port: int) -> list[str]:
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def _port(url: httpx.URL) -> int:
    return url.port or (443 if url.scheme == "https" else 80)


def _request(url: httpx.URL, address: str) -> httpx.Request:
    """To the address, in the name of the URL's host: in the Host header, and where the certificate is checked."""
    return httpx.Request(
        "GET",
        url.copy_with(host=address),
        headers={"Host": _host(url), **_HEADERS},
        extensions={"sni_hostname": url.raw_host.decode("ascii"), "timeout": httpx.Timeout(_SILENCE_LIMIT_S).as_dict()},
    )


def _host(url: httpx.URL) -> str:
    """The host as it is written in the address, with its port where that is not the usual one."""
    return url.netloc.decode("ascii")


def _failed(why: str) -> PhotoUnusable:
    """The address itself stays unsaid: its query may hold a key. The report names the photo beside the reason."""
    return PhotoUnusable(f"The photo could not be fetched: {why}.", remedy=_CHECK_ADDRESS)


def _in_words(error: httpx.HTTPError) -> str:
    if isinstance(error, httpx.TimeoutException):
        return f"nothing came for {_SILENCE_LIMIT_S:g} s"
    if isinstance(error, httpx.RemoteProtocolError):
        return "the answer ended early or was not HTTP"
    return "the connection broke"
