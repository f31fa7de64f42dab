"""A store of many products, planned by the real code and with some of its pages rendered, in a folder to be served."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

from storefront.catalogue.models import Brand, Product
from storefront.rendering.plan_files import SitePlan, decode_pages
from storefront.rendering.planning import Plan, plan_store
from storefront.rendering.rendering import render_page
from storefront.rendering.themes import load_theme
from storefront.storage.interfaces import Objects
from storefront.storage.manifest import decode_shard
from storefront.storage.objects import open_objects
from storefront.tenancy.scope import StoreScope
from tests.factories.shops import a_configuration, a_product, write_snapshot

SCOPE = StoreScope("bench", "store")
MAKERS = (
    "Ray-Ban", "Dolce & Gabbana", "O'Neill", "Ørgreen", "Oakley", "Persol", "Lindberg", "Mykita", "Oliver Peoples",
    "Etnia Barcelona", "Silhouette", "Carrera", "Tom Ford", "Saint Laurent", "Moscot", "Gucci", "Prada", "Vogue",
)  # fmt: skip
MODELS = (
    "Wayfarer", "Clubmaster", "Aviator", "Holbrook", "Frogskins", "Lemtosh", "Gregory", "Erika", "Justin", "Caravan",
    "Hexagonal", "Blaze", "Marshal", "Outdoorsman", "Round Metal", "Olympian", "Balorama", "Meteor", "Drifter", "Nina",
)  # fmt: skip
SHAPES = ("aviator", "browline", "cat-eye", "oval", "panto", "rectangle", "round", "square", "wayfarer")
COLOURS = (
    ("Havana gold", "brown"), ("Black", "black"), ("Polished gold", "gold"), ("Tortoise", "tortoise"), ("Ink", "blue"),
    ("Crystal", "clear"), ("Burgundy", "red"), ("Moss", "green"), ("Gunmetal", "gunmetal"),
)  # fmt: skip


def a_frame(number: int, chance: Random) -> Product:
    """Names as catalogues have them: a model, a code of letters and digits, now and then a word more."""
    model = chance.choice(MODELS) + chance.choice(("", "", " Classic", " II", " Junior"))
    name, family = chance.choice(COLOURS)
    changes: dict[str, Any] = {
        "name": f"{model} {chance.choice('ABCR')}{chance.choice('BXO')}{chance.randint(1000, 9999)}",
        "brand_id": f"m{chance.randrange(len(MAKERS))}",
        "shape": chance.choice(SHAPES),
        "translations": {},
        "reviews": [],
        "variants": [{"id": f"v{number}", "sku": f"S{number}", "colour": {"name": name, "family": family}}],
        "size": {
            "lens_width_mm": chance.randint(44, 60),
            "bridge_mm": chance.randint(14, 24),
            "temple_mm": chance.choice((135, 140, 145, 150)),
        },
    }
    return a_product(number, **changes)


async def write_store(folder: Path, products: int, paths: tuple[str, ...]) -> tuple[Plan, int]:
    """The plan, and how many bytes its search index has. `paths` are the pages to render."""
    chance = Random(1)  # noqa: S311  # no secret: the same store each time
    objects = open_objects("memory://")
    brands = [Brand(id=f"m{number}", slug=f"maker-{number}", name=name) for number, name in enumerate(MAKERS)]
    catalogue = [a_frame(number, chance) for number in range(products)]
    left = await write_snapshot(
        objects,
        SCOPE,
        "b",
        catalogue,
        brands=brands,
        configuration=a_configuration(locales=["en"], products_per_page=24),
    )
    theme = load_theme("modern-minimal")
    plan = await plan_store(objects, SCOPE, "b", theme=theme, **left)
    site = SitePlan.decode(await objects.get(plan.site_key))
    for key in plan.page_keys:
        for page in decode_pages(await objects.get(key)):
            if page.path in paths:
                _write(folder, f"{page.path}index.html", render_page(page, site, theme).data)
    return plan, await _write_assets(objects, plan, folder)


async def _write_assets(objects: Objects, plan: Plan, folder: Path) -> int:
    size = 0
    for entry in decode_shard(await objects.get(plan.assets_manifest_key)):
        data = await objects.get(entry.key)
        _write(folder, entry.path, data)
        size += len(data) if entry.path.startswith("/search/") else 0
    return size


def _write(folder: Path, path: str, data: bytes) -> None:
    file = folder / path.lstrip("/")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
