"""A photo's host that did not do its part: what may be tried again, and when."""

from __future__ import annotations

from email.utils import parsedate_to_datetime

import httpx

from storefront.errors import PhotoUnusable

_CHECK_ADDRESS = "Check the photo's address in a browser, or put the photo beside the catalogue."


def not_fetched(why: str) -> PhotoUnusable:
    """The address itself stays unsaid: its query may hold a key. The report names the photo beside the reason."""
    return PhotoUnusable(f"The photo could not be fetched: {why}.", remedy=_CHECK_ADDRESS)


class HostTrouble(PhotoUnusable):
    """The host is at fault, not the photo. `why` in words that anybody may read: no path, nothing the host wrote."""

    def __init__(self, why: str, *, again: bool = True, retry_after_s: float = 0.0) -> None:
        super().__init__(not_fetched(why).what, remedy=_CHECK_ADDRESS)
        self.why = why
        self.again = again  # a moment later it may go well
        self.retry_after_s = retry_after_s  # the host asked not to be asked sooner


class TooMany(HostTrouble):
    """The host works, and wants to be asked less (429)."""


def trouble_of(response: httpx.Response, host: str) -> HostTrouble | None:
    """What an answer's status says of the host; None: it did its part, whatever it said of the photo."""
    code = response.status_code
    if code < httpx.codes.INTERNAL_SERVER_ERROR and code != httpx.codes.TOO_MANY_REQUESTS:
        return None
    kind = TooMany if code == httpx.codes.TOO_MANY_REQUESTS else HostTrouble
    return kind(f"{host} answered {in_words(code)}", retry_after_s=_retry_after_s(response.headers))


def in_words(code: int) -> str:
    """The status with its usual words, not those the host chose."""
    return f"{code} {httpx.codes.get_reason_phrase(code)}".strip()


def _retry_after_s(headers: httpx.Headers) -> float:
    """Seconds from Retry-After, which may be a date, by the host's own clock; 0 where there is none to be read."""
    value = headers.get("Retry-After", "")
    if value.isascii() and value.isdigit():
        return float(value)
    try:
        return max(0.0, (parsedate_to_datetime(value) - parsedate_to_datetime(headers["Date"])).total_seconds())
    except (KeyError, ValueError, TypeError, OverflowError):  # TypeError: one date has a zone, the other none
        return 0.0
