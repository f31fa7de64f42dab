"""Settings, the configured Celery app, queues and schedules."""
