"""Files that have broken decoders: each ends as facts and pictures or as a problem, and the worker never notices."""

from __future__ import annotations

from pathlib import Path

import pytest

from storefront.errors import PhotoUnusable
from storefront.imaging.decoder import Decoder, Encoded
from storefront.imaging.models import MediaFacts
from storefront.imaging.variants import variants_of

pytestmark = pytest.mark.corpus

MEANT_TO_OPEN = ["*.jpg", "*.jpeg", "*.png", "*.webp", "*.gif"]


def photos(corpus: Path) -> list[Path]:
    return sorted(file for file in (corpus / "edge-images").rglob("*") if file.is_file())


def facts_or_reason(decoder: Decoder, file: Path) -> MediaFacts | PhotoUnusable:
    try:
        return decoder.probe(file.read_bytes())
    except PhotoUnusable as error:
        return error


def test_every_file_ends_as_facts_or_as_a_problem(corpus: Path, decoder: Decoder) -> None:
    outcomes = {file.name: facts_or_reason(decoder, file) for file in photos(corpus)}

    refused = [outcome for outcome in outcomes.values() if isinstance(outcome, PhotoUnusable)]
    assert len(outcomes) > 100
    assert 30 <= len(refused) < len(outcomes) - 30
    assert all(outcome.what and outcome.remedy for outcome in refused)
    assert not [outcome.what for outcome in refused if "crashed" in outcome.what or "took longer" in outcome.what]


def test_what_has_facts_has_pictures_too(corpus: Path, decoder: Decoder) -> None:
    opened = 0
    for file in photos(corpus):
        facts = facts_or_reason(decoder, file)
        if isinstance(facts, MediaFacts) and file.stat().st_size < 300_000:
            smallest = variants_of(facts)[:1]
            assert [type(one) for one in decoder.encode(file.read_bytes(), smallest)] == [Encoded], file.name
            opened += 1

    assert opened > 20


def test_photographs_are_never_refused(corpus: Path, decoder: Decoder) -> None:
    for file in sorted((corpus / "photos").rglob("*.jpg")):
        assert facts_or_reason(decoder, file).__class__ is MediaFacts, file.name
