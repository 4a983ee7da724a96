"""The planner: pure, no I/O, no dagster."""
