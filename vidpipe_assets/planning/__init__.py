"""The planner: compares what is recorded of a video with what is desired, and says which stages to make, and why.

Pure: values in, values out. No I/O, no clock of its own, no Dagster; `orchestration.plan_state` feeds it. It may be
understood from `planner.plan_video`, which others use with

- `desired`: an order, its theme and people's decisions as what each stage would be made from (`DesiredVideo`),
- `fingerprints`: `Ingredients` and their hashes,
- `stage_records`: events of a video and what they add up to (`StageRecord`),
- `retry_policy`: what follows from a failure (`retry_decision`),
- `work_queue`: the order of work among all videos (`sort_queue`, `priorities`),
- `expiry`: when a finished video has waited for its review for too long (`has_expired`).

What has to look somewhere - at the event log, at files, at keys - belongs to `orchestration`.
"""
