"""Errors keep their message and their remedy on the way into Dagster."""

import dagster as dg
import pytest

from vidpipe_assets.model.errors import BadInput, BadMedia, BlockedError, PermanentError, TransientError
from vidpipe_assets.orchestration.failures import FailureRecord, dagster_failures, error_branch


def test_an_error_becomes_a_failure_with_message_remedy_and_facts() -> None:
    with pytest.raises(dg.Failure) as caught, dagster_failures():
        raise BadInput("gadgets.yaml: format.seconds is 90", remedy="write 15 to 60", facts={"file": "gadgets.yaml"})
    assert caught.value.description == "gadgets.yaml: format.seconds is 90\nRemedy: write 15 to 60"
    assert caught.value.metadata["remedy"].value == "write 15 to 60"
    assert caught.value.metadata["file"].value == "gadgets.yaml"


def test_dagster_never_retries_a_step_itself() -> None:
    with pytest.raises(dg.Failure) as caught, dagster_failures():
        raise TransientError("timed out")
    assert caught.value.allow_retries is False


def test_other_errors_are_left_alone() -> None:
    with pytest.raises(ZeroDivisionError), dagster_failures():
        raise ZeroDivisionError


@pytest.mark.parametrize(
    ("error", "name"),
    [
        (TransientError("a"), "transient"),
        (BlockedError("a"), "blocked"),
        (PermanentError("a"), "permanent"),
        (BadMedia("a"), "permanent"),
    ],
)
def test_every_error_belongs_to_a_branch(error: Exception, name: str) -> None:
    assert error_branch(error) == name  # type: ignore[arg-type]


def test_the_keys_of_a_failure_record_stay_since_event_logs_hold_them() -> None:
    assert set(FailureRecord.model_fields) == {
        *("fingerprint", "branch", "attempt", "message", "at", "remedy", "retry_at", "waits_for", "paid", "lease")
    }
