"""Photos: taken in early, so that a bad one is known before pages are planned; encoded beside the pages.

A photo that ended its processes again and again is not opened: it is left out when it was being taken in, and a
stand-in is shown for it when its files were being made. The next builds know it, and leave it alone too.
"""

from __future__ import annotations

import orjson

from config.logging import redact
from storefront.builds.models import Batch
from storefront.catalogue.set_aside import Kind
from storefront.imaging.intake import content_of, encode_outcomes, take_in
from storefront.imaging.making import make_images
from storefront.imaging.models import MediaOutcome
from storefront.rendering.plan_files import decode_image_work
from storefront.storage.manifest import Entry, digest_of, store_shard
from tasks.base import Result, batch_task
from tasks.services import Services
from tasks.set_aside import known_asides, note_asides


@batch_task("photos")
def take_in_photos(using: Services, batch: Batch) -> Result:
    """Bring a list of photos in: safe download, one limited decode for size, placeholder and colour."""
    listed: list[str] = orjson.loads(using.run(using.objects.get(batch.input["photos_key"])))
    sources = listed[batch.part]
    outcomes = using.run(
        take_in(
            sources,
            mongo=using.mongo,
            objects=using.objects,
            scope=batch.scope,
            fetcher=using.fetcher,
            decoder=using.decoder,
            aside=_aside(using, batch, "photo", [content_of(source) for source in sources]),
        )
    )
    media_key = batch.scope.build_key(batch.build_id, "media", f"{batch.batch_id}.json.zst")
    using.run(using.objects.put(media_key, encode_outcomes(outcomes)))
    unusable = [outcome for outcome in outcomes if outcome.facts is None]
    return {
        "media_key": media_key,
        "counts": {"photos": len(outcomes), "photos_unusable": len(unusable)},
        "problems": [_problem(outcome) for outcome in unusable],
    }


@batch_task("images")
def encode_images(using: Services, batch: Batch) -> Result:
    """Encode the variants of a list of photos; what exists from earlier builds is not encoded again."""
    work = decode_image_work(using.run(using.objects.get(batch.input["images_key"])))[batch.part]
    aside = _aside(using, batch, "picture", [one.source_digest for one in work])
    made = using.run(make_images(work, objects=using.objects, scope=batch.scope, decoder=using.decoder, aside=aside))
    entries = [
        Entry(path, key, digest_of(key.encode()), size_bytes, content_type, "image")
        for path, key, size_bytes, content_type in made.entries
    ]
    return {
        "manifest_key": using.run(store_shard(using.objects, batch.scope, entries)),
        "counts": {
            "images": len(made.entries),
            "images_encoded": made.encoded,
            "images_reused": made.reused,
            "image_bytes_before": made.bytes_before,
            "image_bytes_after": made.bytes_after,
        },
        "problems": [{"what": path, "reason": reason, "remedy": "Replace the photo."} for path, reason in made.failed],
    }


def _aside(using: Services, batch: Batch, kind: Kind, digests: list[str]) -> dict[str, str]:
    """Why photos are not to be opened, by digest: this batch's own, noted for later builds, or those known already."""
    if batch.set_aside is None:
        return {digest: aside.reason for digest, aside in known_asides(using, batch, kind).items()}
    note_asides(using, batch, kind, {digest: digest for digest in digests}, batch.set_aside)
    return dict.fromkeys(digests, batch.set_aside)


def _problem(outcome: MediaOutcome) -> dict[str, str]:
    return {"what": redact(outcome.source), "reason": outcome.problem or "", "remedy": outcome.remedy or ""}
