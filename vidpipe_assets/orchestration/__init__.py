"""The edge to Dagster's event log: documents in and out, checkpoints, failures, the instance's storage."""
