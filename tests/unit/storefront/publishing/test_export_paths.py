from __future__ import annotations

import pytest

from storefront.errors import BrokenPromise
from storefront.publishing.export_paths import file_of


@pytest.mark.parametrize(
    ("path", "file"),
    [
        ("/", "index.html"),
        ("/a/b/", "a/b/index.html"),
        ("/404.html", "404.html"),
        ("/assets/x.1.css", "assets/x.1.css"),
        ("/gafas-de-sol/niño/", "gafas-de-sol/niño/index.html"),
        ("/ni%C3%B1o/", "niño/index.html"),
        ("/.well-known/security.txt", ".well-known/security.txt"),
    ],
)
def test_a_path_has_the_file_a_web_server_looks_for(path: str, file: str) -> None:
    assert file_of(path) == file


@pytest.mark.parametrize(
    "path",
    [
        "", "a/", "../a", "//a/", "/a//b/", "/./a", "/../a", "/a/..", "/a/%2e%2e/b", "/%2Fetc/", "/a\\b", "/c:/x",
        "/a\0b", "/a\nb/", "/x*", "/" + "n" * 256, "/" + "ñ" * 128, "/%FF/",
    ],
)  # fmt: skip
def test_a_path_that_is_no_plain_file_everywhere_is_refused(path: str) -> None:
    with pytest.raises(BrokenPromise, match="cannot become a file"):
        file_of(path)
