"""The wire contract: queues, tasks by name, which queue each task goes to, and how long it may take."""

from __future__ import annotations

QUEUES = ("control", "catalogue", "rendering", "imaging", "publishing", "seo")
FOREIGN_QUEUE = "celery"  # where a service that forgets the queue sends storeloom.request_build

# The work of a batch, by its kind (storefront/builds/plan.py).
BATCH_TASKS = {
    "catalogue": "storeloom.fetch_catalogue",
    "photos": "storeloom.take_in_photos",
    "plan": "storeloom.plan_store",
    "pages": "storeloom.render_pages",
    "images": "storeloom.encode_images",
    "upload": "storeloom.upload_files",
    "site": "storeloom.make_site_files",
    "release": "storeloom.publish_release",
}

QUEUE_OF_KIND = {
    "catalogue": "catalogue",
    "photos": "catalogue",
    "plan": "catalogue",
    "pages": "rendering",
    "images": "imaging",
    "upload": "publishing",
    "site": "seo",
    "release": "publishing",
}

CONTROL_TASKS = (
    "storeloom.start_build",
    "storeloom.close_stage",
    "storeloom.request_build",
    "storeloom.request_scheduled_build",
    "storeloom.answer_probe",
)

ROUTES = (
    {name: {"queue": "control"} for name in CONTROL_TASKS}
    | {"storeloom.tidy_store": {"queue": "publishing"}}
    | {BATCH_TASKS[kind]: {"queue": queue} for kind, queue in QUEUE_OF_KIND.items()}
)

SOFT_LIMIT_S = 240
HARD_LIMIT_S = 300
# The two kinds that are one batch however large the store is.
WHOLE_STORE_TASKS = (BATCH_TASKS["catalogue"], BATCH_TASKS["plan"])
WHOLE_STORE_SOFT_LIMIT_S, WHOLE_STORE_HARD_LIMIT_S = 900, 960
VISIBILITY_TIMEOUT_S = 6 * HARD_LIMIT_S  # a task that still runs is never delivered again
