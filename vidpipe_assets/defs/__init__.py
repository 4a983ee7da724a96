"""What Dagster loads, one module a Dagster noun: assets, asset checks, resources, jobs, ops, schedules, sensors …

These modules are thin: an asset reads, calls `stages`, returns; an op parses its config and calls `operations` or
`orchestration`. `definitions` assembles them, and nobody else imports them.
"""
