"""The part of a plan that every page shares: assets, palette, search index, navigation, facts for the seo stage."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from storefront.catalogue.models import StoreConfiguration, StoreTexts
from storefront.rendering.assets import Asset, theme_assets
from storefront.rendering.listing_inputs import brands_with_products
from storefront.rendering.missing_texts import missing_texts
from storefront.rendering.navigation import filled, navigation
from storefront.rendering.outline import Outline
from storefront.rendering.palette import palette_of
from storefront.rendering.plan_files import SitePlan
from storefront.rendering.search_index import search_files
from storefront.rendering.seller import seller_of
from storefront.rendering.store_styles import StoreStyles, store_styles
from storefront.rendering.themes import Theme
from storefront.rendering.view_models.site import ICON, site_view
from storefront.seo.metadata import plain_text
from storefront.seo.models import Icon, SiteFacts
from storefront.seo.web_manifest import web_manifest_path
from storefront.storage.concurrency import put_many
from storefront.storage.interfaces import Objects
from storefront.storage.manifest import Entry, digest_of, store_shard
from storefront.tenancy.scope import StoreScope


@dataclass(frozen=True, slots=True)
class PlannedSite:
    key: str
    assets_manifest_key: str
    fingerprint: str


async def plan_site(objects: Objects, scope: StoreScope, build_id: str, outline: Outline, theme: Theme) -> PlannedSite:
    """Store the assets as blobs with their manifest shard, and the site's shared facts."""
    assets = theme_assets(theme)
    styles = store_styles(theme, outline.configuration, outline.addresses)
    entries = await _store(objects, scope, [*assets.values(), *styles.assets])
    indexes: dict[str, str] = {}
    for locale in outline.addresses.locales:
        for file in search_files(outline, locale):
            entries |= await _store(objects, scope, [file])
            indexes[locale] = outline.addresses.href(file.path)  # of the last one, which names the others
    manifest_key = await store_shard(objects, scope, list(entries.values()))
    data = _site(outline, theme, assets, styles, indexes).encode()
    key = scope.build_key(build_id, "plan", "site.json.zst")
    await objects.put(key, data)
    return PlannedSite(key, manifest_key, digest_of(data))


async def _store(objects: Objects, scope: StoreScope, assets: Iterable[Asset]) -> dict[str, Entry]:
    """Store assets as blobs; their entries by path, since two names may stand for one file."""
    entries = {asset.path: asset.entry(scope.blob_key(digest_of(asset.data))) for asset in assets}
    await put_many(objects, ((entries[asset.path].key, asset.data) for asset in assets))
    return entries


def _site(
    outline: Outline,
    theme: Theme,
    assets: Mapping[str, Asset],
    styles: StoreStyles,
    indexes: Mapping[str, str],
) -> SitePlan:
    configuration, addresses = outline.configuration, outline.addresses
    urls = {name: addresses.href(asset.path) for name, asset in assets.items()}
    nodes = filled(outline.tree, {path: len(cards) for path, cards in outline.survey.by_category.items()})
    has_brands = bool(brands_with_products(outline))
    facts = site_facts(outline, theme, assets)
    sites = {
        locale: site_view(
            configuration,
            locale=locale,
            addresses=addresses,
            navigation=navigation(
                nodes,
                has_brands=has_brands,
                locale=locale,
                texts=words,
                addresses=addresses,
                collections=list(outline.collections),
            ),
            assets=urls,
            search_index=indexes[locale],
            manifest=addresses.href(web_manifest_path(facts, locale)),
            logo=outline.pictures.get(configuration.logo.source) if configuration.logo else None,
        )
        for locale, words in outline.words.items()
    }
    pictured = next((card.photo for card in outline.survey.ordered if card.photo), None)
    return SitePlan(
        facts=facts.to_dict(),
        configuration=configuration,
        addresses=addresses,
        sites=sites,
        assets=urls,
        styles=styles.by_page_type,
        shared_photo=pictured.file if pictured else None,
    )


def site_facts(outline: Outline, theme: Theme, assets: Mapping[str, Asset]) -> SiteFacts:
    """What sitemaps, feeds, manifest, service worker and report card are made from."""
    configuration, icon = outline.configuration, assets.get(ICON)
    palette = palette_of(configuration)
    return SiteFacts(
        name=configuration.store_name,
        base_url=configuration.base_url,
        default_locale=configuration.default_locale,
        locales=outline.addresses.locales,
        descriptions={locale: _description(configuration, locale) for locale in outline.addresses.locales},
        theme_colour=configuration.primary_color,
        background_colour=configuration.background_color,
        icons=(Icon(icon.path, icon.content_type.partition(";")[0]),) if icon else (),
        service_worker=configuration.service_worker,
        seller=seller_of(configuration),
        palettes={"light": dict(palette.light), **({"dark": dict(palette.dark)} if palette.dark else {})},
        missing_texts=missing_texts(theme, outline.addresses.locales),
    )


def _description(configuration: StoreConfiguration, locale: str) -> str:
    own = configuration.translations.get(locale, StoreTexts())
    return plain_text(own.store_description or configuration.store_description)
