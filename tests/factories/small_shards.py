"""The project's app with shards of another size: a store must come out the same."""

from tasks import catalogue
from workers.app import app

catalogue.PAGES_PER_SHARD = 7
catalogue.PHOTOS_PER_BATCH = 1

__all__ = ["app"]
