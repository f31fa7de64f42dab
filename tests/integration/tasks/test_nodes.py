"""pytest-celery's setup with local processes: the nodes answer as its containers do."""

from __future__ import annotations

from pytest_celery import CeleryTestSetup


def test_the_setup_runs_the_projects_own_app(celery_setup: CeleryTestSetup) -> None:
    assert celery_setup.ready(control=True)
    assert len(celery_setup) == 3
    assert celery_setup.worker_cluster.versions == {"5.7.0"}
    celery_setup.worker.assert_log_exists("ready.")
    registered = celery_setup.app.control.inspect(timeout=5).registered()[celery_setup.worker.hostname()]
    assert {"storeloom.start_build", "storeloom.render_pages", "storeloom.publish_release"} <= set(registered)


def test_a_workers_processes_can_be_asked_for(celery_setup: CeleryTestSetup) -> None:
    processes = celery_setup.worker.get_running_processes_info(["pid", "cmdline"])
    assert celery_setup.worker.container.pid in [process["pid"] for process in processes]
