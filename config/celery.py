"""The Celery app of given settings. Making it opens no connection.

Each setting has its reason beside it; the measurements behind them are of Celery 5.7 on Redis.
"""

from __future__ import annotations

from typing import Any

from celery import Celery
from kombu import Queue

from config.broker import read_carefully
from config.envelope import keep_messages_small
from config.queues import (
    FOREIGN_QUEUE,
    HARD_LIMIT_S,
    QUEUES,
    ROUTES,
    SOFT_LIMIT_S,
    VISIBILITY_TIMEOUT_S,
    WHOLE_STORE_HARD_LIMIT_S,
    WHOLE_STORE_SOFT_LIMIT_S,
    WHOLE_STORE_TASKS,
)
from config.settings import Settings

_DELIVERY: dict[str, Any] = {
    "task_acks_late": True,  # a killed worker's message comes back
    "task_reject_on_worker_lost": True,  # likewise when only the pool child dies
    "task_retry_on_worker_lost": True,  # … and counted, so that a poisonous task ends
    "task_acks_on_timeout": True,  # a hard limit is an answer, not a reason to run again: the row decides
    "task_annotations": {
        "*": {"max_retries": 4, "default_retry_delay": 1},  # after the last attempt one more message
        **{
            task: {"soft_time_limit": WHOLE_STORE_SOFT_LIMIT_S, "time_limit": WHOLE_STORE_HARD_LIMIT_S}
            for task in WHOLE_STORE_TASKS
        },
    },
    "worker_prefetch_multiplier": 1,  # no worker hoards messages that another could run
    "worker_deduplicate_successful_tasks": False,  # its fast path never tells the chord
    "task_soft_time_limit": SOFT_LIMIT_S,  # far above a batch's 1-3 s; longer work is split into batches
    "task_time_limit": HARD_LIMIT_S,
}

_BROKER: dict[str, Any] = {
    "broker_transport_options": {
        "visibility_timeout": VISIBILITY_TIMEOUT_S,
        "unacked_restore_interval": 5,  # the default looks every 100 s, whatever the visibility timeout says
        "unacked_restore_throttle": 1,
        "body_encoding": None,  # JSON is text already; base64 makes a third more of it
        "socket_timeout": 10,  # a frozen connection otherwise stops a worker for good
        "socket_connect_timeout": 5,
        "socket_keepalive": True,
        "health_check_interval": 5,
        "retry_on_timeout": True,
    },
    "visibility_timeout": VISIBILITY_TIMEOUT_S,  # broker, app and backend alike, as Celery's manual asks
    "broker_connection_retry_on_startup": True,
    "broker_connection_max_retries": None,  # workers never give up on Redis
    "broker_channel_error_retry": True,  # a full Redis refuses to write, which otherwise ends the main process
    "broker_pool_acquire_timeout": 10,  # a publisher is told instead of waiting for ever
    "task_publish_retry_policy": {"max_retries": 3, "interval_start": 0.1, "interval_step": 0.3, "interval_max": 1},
    "worker_cancel_long_running_tasks_on_connection_loss": False,  # it fails tasks when results share the Redis
}

_RESULTS: dict[str, Any] = {
    "result_backend_always_retry": True,  # a task that ends during an outage would be stored as a failure
    "result_backend_max_retries": 120,  # about five minutes, then give up; the default is for ever
    "result_backend_base_sleep_between_retries_ms": 100,
    "result_backend_max_sleep_between_retries_ms": 5000,
    "result_backend_transport_options": {
        "visibility_timeout": VISIBILITY_TIMEOUT_S,
        "retry_policy": {"timeout": 5.0},
    },
    "redis_socket_timeout": 10,
    "redis_socket_connect_timeout": 5,
    "redis_socket_keepalive": True,
    "redis_retry_on_timeout": True,
    "result_expires": 6 * 3600,
    "result_failure_expires": 3 * 86400,
    "result_chord_expires": 86400,  # longer than any build: a counter that expires hangs its chord
    "result_chord_join_timeout": 30,  # finite: without it two workers may take the same chord
    "task_allow_error_cb_on_chord_header": True,  # otherwise error callbacks get lost
    "task_track_started": False,  # the batch rows say it
    "result_extended": False,
}

_MESSAGES: dict[str, Any] = {
    "task_serializer": "json",
    "result_serializer": "json",
    "accept_content": ["json"],  # pickle would run what a message says
    "result_accept_content": ["json"],
    "task_create_missing_queues": False,  # a typo is an error, not a queue nobody reads
    "task_queues": [Queue(name) for name in (*QUEUES, FOREIGN_QUEUE)],
    "task_default_queue": "control",
    "task_routes": ROUTES,
}

_WORKERS: dict[str, Any] = {
    "worker_max_tasks_per_child": 500,  # against slow leaks
    "worker_max_memory_per_child": 400_000,  # KiB; a child over it is replaced after its task
    "worker_soft_shutdown_timeout": 0,  # it sleeps its whole time; workers/stopping.py does it better
    "worker_enable_soft_shutdown_on_idle": False,
    "worker_send_task_events": True,  # Flower
    "task_send_sent_event": True,
    "worker_eta_task_limit": 1000,
    "worker_lost_wait": 10,
    "worker_hijack_root_logger": False,  # config/logging.py decides
    "task_repr_maxlevels": 1,  # less data in logs and Flower
}

_BEAT: dict[str, Any] = {
    "beat_scheduler": "workers.beat.Scheduler",
    "beat_max_loop_interval": 5,  # an edited schedule is seen within so long
    "redbeat_lock_timeout": 60,  # the default leaves up to 25 minutes without a scheduler
    "redbeat_key_prefix": "storeloom:redbeat:",
    "redbeat_redis_options": {"socket_timeout": 5, "socket_connect_timeout": 2, "socket_keepalive": True},
    "beat_enable_remote_control": True,  # beat answers ping
}


def make_app(config: Settings) -> Celery:
    keep_messages_small()
    read_carefully()
    app = Celery("storeloom", set_as_current=True)
    redis_url = config.redis_url.get_secret_value() if config.redis_url else None
    app.conf.update(broker_url=redis_url, result_backend=redis_url, redbeat_redis_url=redis_url)
    for part in (_DELIVERY, _BROKER, _RESULTS, _MESSAGES, _WORKERS, _BEAT):
        app.conf.update(part)
    return app
