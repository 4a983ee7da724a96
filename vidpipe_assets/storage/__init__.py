"""What is kept: the database with its tables and migrations, documents, artifacts, theme files, and where they lie.

Others open a `store.Store` at `places.Places` and use what it holds: `orders`, `decisions`, `claims`, `trends`,
`outbox`, `leases`, `documents`, `artifacts`, the cache of Dagster's events. `themes` reads and writes theme files;
`disk_use` measures. Rules about videos belong to `planning` and `operations`, and calls of providers to `ledger`.

What has a table imports SQLAlchemy, so it is imported inside functions; `store`, `places`, `documents`, `artifacts`,
`themes` and `disk_use` do not.
"""
