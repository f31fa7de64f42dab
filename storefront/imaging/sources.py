"""Photos by their address on the web: fetched with limits on size, time, redirects and on where they may come from.

The name is looked up here, its addresses are checked, and the connection goes to the checked address: what the name
says a moment later does not matter. The host's name stays in the Host header and in the certificate's check.

A host that does not do its part is asked up to three times, with growing pauses; its breaker is told of each time, and
is asked before each. What is the photo's own trouble (404) is not tried again. Whose address leads to another host must
not be able to close that to others: it is asked only while there is time enough for an answer.
"""

from __future__ import annotations

import asyncio
import random
import socket
import ssl
from collections.abc import Awaitable, Callable, Collection, Iterable
from functools import cached_property

import httpx

from storefront.errors import PhotoUnusable
from storefront.fleet.backoff import delay_s
from storefront.fleet.breakers import Breakers, NoBreakers
from storefront.imaging.addresses import public_among
from storefront.imaging.host_trouble import HostTrouble, TooMany, in_words, not_fetched, trouble_of
from storefront.imaging.web_addresses import checked, host_of, origin_of, port_of

Resolve = Callable[[str, int], Awaitable[list[str]]]  # a host's addresses, as text
Usable = Callable[[Iterable[str]], list[str]]  # those of them that may be connected to

MAX_BYTES = 20_000_000
TIME_LIMIT_S = 30.0
_FAIR_SHARE = 1 / 3  # of the time limit: with less left a host is not asked, or it would be blamed for others' time
_SILENCE_LIMIT_S = 10.0
_MAX_REDIRECTS = 5
_MAX_ADDRESSES = 3  # of a name, tried one after the other
_ATTEMPTS = 3
_LONGEST_PAUSE_S = 10.0  # a host that asks for more is not asked again for this photo
_WEB_PORTS = frozenset({80, 443})
# Not compressed: photos are already, and a small answer that unpacks to gigabytes is none then.
_HEADERS = {"Accept": "image/*", "Accept-Encoding": "identity", "User-Agent": "Storeloom"}


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
        breakers: Breakers | None = None,
    ) -> None:
        self._schemes = schemes
        self._max_bytes = max_bytes
        self._time_limit_s = time_limit_s
        self._ports = None if allow_private and ports is None else frozenset(ports or _WEB_PORTS)
        self._resolve = resolve or _resolve
        self._usable = usable or (list if allow_private else public_among)
        self._given_certificates = certificates
        self._breakers = breakers or NoBreakers()

    async def fetch(self, address: str) -> bytes:
        """The photo's bytes, whatever they are. Raises PhotoUnusable with the reason and a remedy."""
        deadline = _now() + self._time_limit_s
        attempt = 1
        while True:
            try:
                async with self._transport() as transport:
                    return await self._follow(transport, address, deadline)
            except HostTrouble as trouble:
                pause_s = max(trouble.retry_after_s, delay_s("photo_host", attempt, random.random))
                in_time = pause_s <= _LONGEST_PAUSE_S and self._has_time(deadline - pause_s)
                if not trouble.again or attempt == _ATTEMPTS or not in_time:
                    raise
            await asyncio.sleep(pause_s)
            attempt += 1

    async def _follow(self, transport: httpx.AsyncBaseTransport, address: str, deadline: float) -> bytes:
        url = self._checked(address)
        for _ in range(_MAX_REDIRECTS + 1):
            found = await self._ask(transport, url, deadline)
            if isinstance(found, bytes):
                return found
            url = self._checked(found, url)
        raise not_fetched(f"its address redirects more than {_MAX_REDIRECTS} times")

    async def _ask(self, transport: httpx.AsyncBaseTransport, url: httpx.URL, deadline: float) -> bytes | str:
        """The photo, or where it is instead. The host's breaker is asked before, and told how the host did."""
        if not self._has_time(deadline):
            raise not_fetched(self._too_slow)
        service = origin_of(url)
        if refusal := await self._breakers.refusal(service):
            raise not_fetched(f"{host_of(url)} is not asked now, since {refusal}")
        try:
            found = await self._in_time(self._get(transport, url), deadline)
        except PhotoUnusable as error:
            if isinstance(error, HostTrouble) and not isinstance(error, TooMany):
                await self._breakers.failed(service, error.why)
            else:
                await self._breakers.succeeded(service)
            raise
        await self._breakers.succeeded(service)
        return found

    async def _in_time(self, getting: Awaitable[bytes | str], deadline: float) -> bytes | str:
        try:
            async with asyncio.timeout_at(deadline):
                return await getting
        except TimeoutError as error:
            raise HostTrouble(self._too_slow, again=False) from error

    def _has_time(self, deadline: float) -> bool:
        return deadline - _now() >= self._time_limit_s * _FAIR_SHARE

    @property
    def _too_slow(self) -> str:
        return f"it took longer than {self._time_limit_s:g} s"

    async def _get(self, transport: httpx.AsyncBaseTransport, url: httpx.URL) -> bytes | str:
        response = await self._connect(transport, url)
        try:
            if response.has_redirect_location:
                return str(response.headers["Location"])
            if trouble := trouble_of(response, host_of(url)):
                raise trouble
            return await self._read(response, url)
        finally:
            await response.aclose()

    def _checked(self, address: str, base: httpx.URL | None = None) -> httpx.URL:
        return checked(address, base, schemes=self._schemes, ports=self._ports)

    async def _connect(self, transport: httpx.AsyncBaseTransport, url: httpx.URL) -> httpx.Response:
        """The answer's beginning, from the first of the host's checked addresses that takes the connection."""
        failure: Exception | None = None
        for address in (await self._addresses(url))[:_MAX_ADDRESSES]:
            try:
                return await transport.handle_async_request(_request(url, address))
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                failure = error
            except httpx.HTTPError as error:
                raise _broken(error) from error
        if "CERTIFICATE_VERIFY_FAILED" in str(failure):
            raise HostTrouble(f"the certificate of {url.host} is not valid", again=False) from failure
        raise HostTrouble(f"{url.host} does not take connections") from failure

    async def _addresses(self, url: httpx.URL) -> list[str]:
        try:
            found = await self._resolve(url.raw_host.decode("ascii"), port_of(url))
        except (OSError, UnicodeError) as error:
            for_now = isinstance(error, OSError) and error.errno == socket.EAI_AGAIN
            raise HostTrouble(f"the host {url.host} is not known", again=for_now) from error
        usable = self._usable(found)
        if not usable:
            raise PhotoUnusable(
                f"The photo could not be fetched: {url.host} is not a public address.",
                remedy="Use a public address; on an intranet the operator sets STORELOOM_PHOTO_HOSTS_PRIVATE=true.",
            )
        return usable

    async def _read(self, response: httpx.Response, url: httpx.URL) -> bytes:
        if response.status_code != httpx.codes.OK:
            raise not_fetched(f"{host_of(url)} answered {in_words(response.status_code)}")
        if response.headers.get("Content-Encoding", "identity") != "identity":
            raise not_fetched("it came compressed, which was not asked for")
        if int(response.headers.get("Content-Length", 0)) > self._max_bytes:
            raise self._too_large()
        data = bytearray()
        try:
            async for chunk in response.aiter_raw():
                data += chunk
                if len(data) > self._max_bytes:
                    raise self._too_large()
        except httpx.HTTPError as error:
            raise _broken(error) from error
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


def _request(url: httpx.URL, address: str) -> httpx.Request:
    """To the address, in the name of the URL's host: in the Host header, and where the certificate is checked."""
    return httpx.Request(
        "GET",
        url.copy_with(host=address),
        headers={"Host": host_of(url), **_HEADERS},
        extensions={"sni_hostname": url.raw_host.decode("ascii"), "timeout": httpx.Timeout(_SILENCE_LIMIT_S).as_dict()},
    )


def _broken(error: httpx.HTTPError) -> HostTrouble:
    if isinstance(error, httpx.TimeoutException):
        return HostTrouble(f"nothing came for {_SILENCE_LIMIT_S:g} s")
    if isinstance(error, httpx.RemoteProtocolError):
        return HostTrouble("the answer ended early or was not HTTP")
    return HostTrouble("the connection broke")


def _now() -> float:
    return asyncio.get_running_loop().time()
