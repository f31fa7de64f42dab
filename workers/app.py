"""What a Celery worker, beat or Flower process runs: `celery -A workers.app …`."""

from config.celery import make_app
from config.settings import settings
from workers import lifecycle

app = make_app(settings())
app.conf.imports = (
    "tasks.control",
    "tasks.catalogue",
    "tasks.rendering",
    "tasks.imaging",
    "tasks.publishing",
    "tasks.seo",
    "tasks.schedules",
    "tasks.tidying",
)
lifecycle.connect()

__all__ = ["app"]
