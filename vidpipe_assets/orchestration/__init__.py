"""The edge to Dagster's instance: its event log, its runs, its partitions, and the processes that work on them.

| module | what others use |
| --- | --- |
| `plan_state` | `PlanState`: the plans of all open videos, kept up to date from what has changed |
| `planned_runs` | `choose_runs`: which of those plans become runs now, and `PlannedRun` |
| `checkpoints`, `failures` | how a stage records what it made, or why it failed; `dagster_failures` shows an error |
| `event_log`, `history` | Dagster's events as `planning.stage_records` has them, kept in `storage.event_cache` |
| `event_reader` | for fronts that only look: `EventReader`, `daemons`, `last_tick` |
| `partitions`, `publish_decisions` | partitions follow orders, and people's decisions stand in the event log |
| `run_leases`, `reaper`, `time_limits` | one run a video, the end of dead runs, the most that a stage may take |
| `lost_files`, `integrity`, `unblock` | files that are gone, and blocked stages that can go on |
| `run_tags` | the tags of runs, and what they say |
| `run_launcher`, `fleet_launcher`, `instance_storage`, `postgres_storage` | classes that `dagster.yaml` names |
| `retention` | runs that nobody needs any more |
| `dagster_tables`, `one_daemon`, `daemon_log` | Dagster's tables made whole, one daemon for all of them, what it says |
| `dagster_processes`, `dev` | orders made here and now, and `vidpipe dev` |

Nothing is decided here about what is stale (that is `planning`), and nothing is made here (that is `stages`).
"""
