from __future__ import annotations

import pytest

from storefront.rendering import languages


@pytest.mark.parametrize(
    ("code", "name", "direction", "territory"),
    [
        ("en", "English", "ltr", "en_US"),
        ("es", "Español", "ltr", "es_ES"),
        ("es-MX", "Español (México)", "ltr", "es_MX"),
        ("de", "Deutsch", "ltr", "de_DE"),
        ("ar", "العربية", "rtl", "ar_EG"),
        ("xx", "xx", "ltr", "xx"),
    ],
)
def test_what_is_known_of_a_language(code: str, name: str, direction: str, territory: str) -> None:
    assert languages.own_name(code) == name
    assert languages.direction(code) == direction
    assert languages.with_territory(code) == territory


def test_countries_have_names_in_each_language() -> None:
    assert languages.country_name("ES", "en") == "Spain"
    assert languages.country_name("DE", "es") == "Alemania"
    assert languages.country_name("QQ", "en") == "QQ"
