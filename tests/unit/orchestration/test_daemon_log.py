"""The daemon's lines: what is routine is said once, what is new or wrong always."""

import logging

import pytest

from vidpipe_assets.orchestration.daemon_log import OnlyNews, quiet_routine


@pytest.fixture
def heard(caplog: pytest.LogCaptureFixture) -> list[str]:
    caplog.set_level(logging.DEBUG)
    logger = logging.getLogger("dagster.daemon.SensorDaemon")
    quiet_routine()
    quiet_routine()
    assert sum(isinstance(one, OnlyNews) for one in logger.filters) == 1
    for line in (
        "Checking for new runs for sensor: refresh_videos_sensor",
        "Sensor refresh_videos_sensor skipped: all 3 open videos are as they should be",
        "Checking for new runs for sensor: refresh_videos_sensor",
        "Sensor refresh_videos_sensor skipped: all 4 open videos are as they should be",
        "Completed launch of run 1234 for refresh_videos_sensor",
        "Sensor refresh_videos_sensor skipped: 1 video waits for a key",
        "Sensor another skipped: 1 video waits for a key",
        "Sensor refresh_videos_sensor skipped: all 4 open videos are as they should be",
    ):
        logger.info(line)
    logger.warning("Checking for new runs for sensor failed")
    for one in list(logger.filters):
        logger.removeFilter(one)
    return [record.getMessage() for record in caplog.records]


def test_what_is_new_is_said_and_routine_once(heard: list[str]) -> None:
    assert heard == [
        "Sensor refresh_videos_sensor skipped: all 3 open videos are as they should be",
        "Completed launch of run 1234 for refresh_videos_sensor",
        "Sensor refresh_videos_sensor skipped: 1 video waits for a key",
        "Sensor another skipped: 1 video waits for a key",
        "Sensor refresh_videos_sensor skipped: all 4 open videos are as they should be",
        "Checking for new runs for sensor failed",
    ]
