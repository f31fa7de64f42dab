from __future__ import annotations

import hashlib
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from storefront.catalogue.collections import prepare_collections
from storefront.errors import ServiceUnavailable
from storefront.imaging import known_media
from storefront.imaging.decoder import Decoder
from storefront.imaging.intake import content_of, media_key, take_in
from storefront.imaging.models import MediaFacts, MediaOutcome
from storefront.imaging.sources import PhotoFetcher
from storefront.storage.interfaces import Objects
from storefront.storage.mongo import Mongo
from storefront.tenancy.scope import StoreScope
from tests.factories.photos import frame, saved, scene
from tests.factories.web import Web, content, status

TakeIn = Callable[[list[str]], Coroutine[Any, Any, list[MediaOutcome]]]


class CountingDecoder(Decoder):
    """The real decoder, with a count of the photos it was asked to open."""

    opened = 0

    def probe(self, data: bytes) -> MediaFacts:
        self.opened += 1
        return super().probe(data)


@pytest.fixture
async def mongo(mongo: Mongo, scope: StoreScope) -> Mongo:
    """With the tenant's collections as they are in use, validators included."""
    await prepare_collections(mongo, scope)
    return mongo


@pytest.fixture
def taking(mongo: Mongo, objects: Objects, scope: StoreScope, decoder: Decoder) -> TakeIn:
    async def taken(sources: list[str]) -> list[MediaOutcome]:
        fetcher = PhotoFetcher(allow_private=True)
        return await take_in(sources, mongo=mongo, objects=objects, scope=scope, fetcher=fetcher, decoder=decoder)

    return taken


async def uploaded(objects: Objects, scope: StoreScope, data: bytes, name: str = "front.jpg") -> str:
    """What an importer leaves for a photo; gives the source it writes."""
    digest = hashlib.sha256(data).hexdigest()
    await objects.put(scope.key("uploads", digest[:2], digest), data)
    return f"upload:{digest}/{name}"


async def test_an_imported_photo_becomes_facts(taking: TakeIn, objects: Objects, scope: StoreScope) -> None:
    data = saved(frame(800, 400))
    source = await uploaded(objects, scope, data)

    [outcome] = await taking([source])

    assert outcome.facts is not None
    assert (outcome.source, outcome.problem) == (source, None)
    assert (outcome.facts.width_px, outcome.facts.height_px) == (800, 400)
    assert outcome.facts.source_digest == hashlib.sha256(data).hexdigest()
    assert await objects.get(media_key(scope, outcome.facts.source_digest)) == data


async def test_a_photo_from_the_web_becomes_facts(
    taking: TakeIn, objects: Objects, scope: StoreScope, site: Web
) -> None:
    data = saved(scene())

    [outcome] = await taking([site.at("/p.jpg", content(data))])

    assert outcome.facts is not None
    assert outcome.facts.size_bytes == len(data)
    assert await objects.get(media_key(scope, outcome.facts.source_digest)) == data


async def test_every_source_has_an_outcome_in_its_place(
    taking: TakeIn, objects: Objects, scope: StoreScope, site: Web
) -> None:
    good = await uploaded(objects, scope, saved(scene()))
    text = await uploaded(objects, scope, b"My photo is on the other stick", "p.jpg")
    cut = await uploaded(objects, scope, saved(scene())[:4000])
    gone = site.at("/gone.jpg", status(410, "Gone"))
    lost = f"upload:{'0' * 64}/lost.jpg"

    outcomes = await taking([good, text, cut, gone, lost, "photos/front.jpg", good])

    assert [one.source for one in outcomes] == [good, text, cut, gone, lost, "photos/front.jpg", good]
    assert [one.problem for one in outcomes] == [
        None,
        "The file is a text, not a photo.",
        outcomes[2].problem,
        f"The photo could not be fetched: 127.0.0.1:{site.port} answered 410 Gone.",
        "The imported photo is no longer kept.",
        "The photo was not found when the catalogue was imported.",
        None,
    ]
    assert "damaged" in str(outcomes[2].problem)
    assert all(one.remedy for one in outcomes if one.problem)


async def test_bytes_that_are_not_what_was_imported_are_not_taken(
    taking: TakeIn, objects: Objects, scope: StoreScope
) -> None:
    source = await uploaded(objects, scope, saved(scene()))
    digest = source.removeprefix("upload:")[:64]
    await objects.put(scope.key("uploads", digest[:2], digest), saved(frame()))

    [outcome] = await taking([source])

    assert outcome.problem == "The imported photo was damaged in the object store."


async def test_addresses_of_other_kinds_are_refused(taking: TakeIn) -> None:
    [outcome] = await taking(["ftp://host/p.jpg"])

    assert "begins with ftp://" in str(outcome.problem)


async def test_a_photo_is_opened_once_per_tenant(mongo: Mongo, objects: Objects, scope: StoreScope, site: Web) -> None:
    data = saved(scene())
    sources = [await uploaded(objects, scope, data), site.at("/same.jpg", content(data))]
    others = StoreScope(scope.tenant_id, "second-shop")
    with CountingDecoder() as decoder:
        found = [
            await take_in(
                [source],
                mongo=mongo,
                objects=objects,
                scope=asking,
                fetcher=PhotoFetcher(allow_private=True),
                decoder=decoder,
            )
            for source in sources
            for asking in (scope, others)
        ]
        assert decoder.opened == 1

    assert len({outcome.facts for [outcome] in found}) == 1
    rows = await mongo.tenant(scope).media.find({}).to_list(None)
    assert [(row["tenant_id"], row["store_id"]) for row in rows] == [("acme", "optician")]


async def test_another_tenants_knowledge_is_not_used(mongo: Mongo, objects: Objects, scope: StoreScope) -> None:
    other = StoreScope("rival", "optician")
    with CountingDecoder() as decoder:
        for asking in (scope, other):
            source = await uploaded(objects, asking, saved(scene()))
            fetcher = PhotoFetcher()
            await take_in([source], mongo=mongo, objects=objects, scope=asking, fetcher=fetcher, decoder=decoder)
        assert decoder.opened == 2


async def test_a_photo_whose_bytes_were_lost_is_taken_in_again(
    taking: TakeIn, objects: Objects, scope: StoreScope
) -> None:
    source = await uploaded(objects, scope, saved(scene()))
    [first] = await taking([source])
    assert first.facts is not None
    await objects.delete(media_key(scope, first.facts.source_digest))

    assert await taking([source]) == [first]
    assert await objects.size(media_key(scope, first.facts.source_digest)) == first.facts.size_bytes


async def test_facts_of_an_older_probe_are_not_believed(
    mongo: Mongo, objects: Objects, scope: StoreScope, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = await uploaded(objects, scope, saved(scene()))
    with CountingDecoder() as decoder:
        for version in (1, 2):
            monkeypatch.setattr(known_media, "PROBE_VERSION", version)
            fetcher = PhotoFetcher()
            await take_in([source], mongo=mongo, objects=objects, scope=scope, fetcher=fetcher, decoder=decoder)
        assert decoder.opened == 2


async def test_a_photo_set_aside_is_not_touched(mongo: Mongo, objects: Objects, scope: StoreScope, site: Web) -> None:
    good = await uploaded(objects, scope, saved(scene()), "good.jpg")
    bad = f"upload:{'0' * 64}/bad.jpg"  # touching it would be told as another reason
    from_web = site.at("/p.jpg", content(saved(scene())))
    reason = "It failed 4 times: its worker was lost."
    aside = {content_of(source): reason for source in (bad, from_web)}
    with CountingDecoder() as decoder:
        outcomes = await take_in(
            [bad, good, from_web],
            mongo=mongo, objects=objects, scope=scope, fetcher=PhotoFetcher(), decoder=decoder, aside=aside,
        )  # fmt: skip
        assert decoder.opened == 1
    assert [outcome.source for outcome in outcomes] == [bad, good, from_web]
    assert [outcome.problem for outcome in outcomes] == [reason, None, reason]
    assert outcomes[0].remedy
    assert site.requests == []


def test_what_a_source_holds_does_not_depend_on_its_name() -> None:
    digest = "ab" * 32
    assert content_of(f"upload:{digest}/a.jpg") == content_of(f"upload:{digest}/b.jpg") == digest
    web = {content_of(f"https://photos.example/{name}") for name in "ab"}
    assert len(web) == 2
    assert all(len(one) == 64 for one in web)


async def test_nothing_to_take_in_is_nothing(taking: TakeIn) -> None:
    assert await taking([]) == []


async def test_a_silent_database_is_not_the_photos_fault(objects: Objects, scope: StoreScope, decoder: Decoder) -> None:
    source = await uploaded(objects, scope, saved(scene()))
    away = Mongo("mongodb://127.0.0.1:1/", timeout_s=0.2)

    with pytest.raises(ServiceUnavailable):
        await take_in([source], mongo=away, objects=objects, scope=scope, fetcher=PhotoFetcher(), decoder=decoder)
    away.close()
