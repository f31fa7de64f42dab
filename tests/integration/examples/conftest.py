"""The store of the catalogue's tests: an empty one."""

from tests.integration.catalogue.conftest import objects, scope

__all__ = ["objects", "scope"]
