"""The ops: one module an op, with its config and what it logs. Jobs are put together of them in `defs.jobs`.

| module | its ops |
| --- | --- |
| `order` | `order`: order videos from the launchpad, and make them at once if asked to |
| `refresh` | `refresh`: what the sensor does, in one process and without a daemon |
| `decide` | `retry`, `reject` and their like, and `follow_decisions`, which the sensor uses too |
| `collect_garbage` | `collect_garbage`: remove what nobody needs any more |
| `make_videos` | no op of its own: making videos in this process, for `order` and `refresh` |

An op parses its config and calls `operations` or `orchestration`; rules about videos do not belong here.
"""
