"""Errors that people meet, each with a stable code.

    StoreloomError
    ├── OwnersError            the shop's or caller's to mend: their data, their request
    │   ├── UnknownStore  UnknownTheme  UnknownBuild  UnknownRelease  UnknownSource
    │   ├── EmptyCatalogue  CatalogueRejected  QuarantineLimitPassed
    │   ├── MappingInvalid  SourceUnreadable  PhotoUnusable
    │   ├── PaletteRefused  UnknownFont
    │   ├── ThemeBroken  PageUnmakeable  ReleaseRefused  NothingToDo
    │   └── NotAllowed  RequestInvalid
    └── OperatorsError         ours or the platform's to mend
        ├── ServiceUnavailable  (try again later: carries `retry_after_s`)
        │   └── StorageThrottled
        ├── TooManyRequests     (the same)
        ├── StorageFull
        └── BrokenPromise       data that we wrote is missing or damaged

An error says what and where, and its remedy, in one sentence each; the command line and HTTP show them as they are.
"""

from __future__ import annotations


class StoreloomError(Exception):
    """Anything a person may be told about. `code` is stable, `remedy` says what to do about it."""

    code = "storeloom_error"
    remedy = ""

    def __init__(self, what: str, *, remedy: str = "") -> None:
        super().__init__(what)
        self.what = what
        if remedy:
            self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.what} {self.remedy}".strip()


class OwnersError(StoreloomError):
    code = "owners_error"


class OperatorsError(StoreloomError):
    code = "operators_error"


class UnknownStore(OwnersError):
    code = "unknown_store"
    remedy = "Import a catalogue first: storeloom import SOURCE --store ID."


class UnknownTheme(OwnersError):
    code = "unknown_theme"
    remedy = "See the themes there are with: storeloom theme list."


class UnknownBuild(OwnersError):
    code = "unknown_build"
    remedy = "See a store's builds with: storeloom builds STORE."


class UnknownRelease(OwnersError):
    code = "unknown_release"
    remedy = "See a store's releases with: storeloom releases STORE."


class UnknownSource(OwnersError):
    code = "unknown_source"
    remedy = "Name a file or folder that exists, or a format: json, jsonl, csv, shopify, woocommerce."


class EmptyCatalogue(OwnersError):
    code = "empty_catalogue"
    remedy = "Import products first: storeloom import SOURCE --store ID."


class CatalogueRejected(OwnersError):
    code = "catalogue_rejected"
    remedy = "Mend the rows named in the quarantine list and import again."


class QuarantineLimitPassed(OwnersError):
    code = "quarantine_limit_passed"
    remedy = "Mend the products named in the quarantine list, or raise quarantine_limit_percent."


class MappingInvalid(OwnersError):
    code = "mapping_invalid"
    remedy = "See examples/mappings for mapping files that work."


class SourceUnreadable(OwnersError):
    code = "source_unreadable"
    remedy = "Check the file's encoding and format."


class PhotoUnusable(OwnersError):
    code = "photo_unusable"
    remedy = "Replace the photo with a JPEG, PNG, WebP, AVIF or GIF that opens."


class PaletteRefused(OwnersError):
    """The store's colours give text that people can't read."""

    code = "palette_refused"


class UnknownFont(OwnersError):
    code = "unknown_font"
    remedy = "See docs/fonts.md for the fonts there are."


class ThemeBroken(OwnersError):
    code = "theme_broken"


class PageUnmakeable(OwnersError):
    """A page that cannot be left out of the store ended every process that made it."""

    code = "page_unmakeable"
    remedy = "Look at what the page shows, mend that in its source, import it again, then: storeloom build STORE."


class ReleaseRefused(OwnersError):
    code = "release_refused"


class NothingToDo(OwnersError):
    code = "nothing_to_do"


class NotAllowed(OwnersError):
    code = "not_allowed"


class RequestInvalid(OwnersError):
    code = "request_invalid"


class ServiceUnavailable(OperatorsError):
    """A server did not answer; the same call may go through later."""

    code = "service_unavailable"
    remedy = "Try again in a moment; storeloom doctor says which server is missing."

    def __init__(self, what: str, *, remedy: str = "", retry_after_s: float = 2.0) -> None:
        super().__init__(what, remedy=remedy)
        self.retry_after_s = retry_after_s


class StorageThrottled(ServiceUnavailable):
    """The object store answers, and wants to be asked less."""

    remedy = "It is tried again by itself; where it happens often, raise the object store's request rate."


class TooManyRequests(OperatorsError):
    """As much waits as may; the same call may go through later."""

    code = "too_many_requests"

    def __init__(self, what: str, *, remedy: str = "", retry_after_s: float = 10.0) -> None:
        super().__init__(what, remedy=remedy or f"Ask again in {max(1, round(retry_after_s))} s.")
        self.retry_after_s = retry_after_s


class StorageFull(OperatorsError):
    code = "storage_full"
    remedy = "Free space on the disk that holds the data folder, then: storeloom retry BUILD."


class BrokenPromise(OperatorsError):
    code = "broken_promise"
