"""One thin module a stage: read, call, return."""
