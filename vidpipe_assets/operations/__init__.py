"""What may be done to a video, for every front: the web, the command line and Dagster's launchpad all go through here.

| module | what others use |
| --- | --- |
| `order` | `OrderRequest`, `order_videos`, `order_new_videos`, `find_order` |
| `schedule_slots` | `due_videos`: which videos the themes' schedules have come due for |
| `decide` | `DecisionRequest`, `parse_request`, `apply`: retry, reject, approve, cancel, reopen |
| `edit` | `editable_video`, `prepare_edit`, `edit`: the texts of a finished video |
| `export` | the folders of approved and rejected videos, `export`, `export_new` |
| `status`, `jobs` | how videos stand, for the command line and for the REST API |
| `review_package` | `assemble`: the folder for the reviewer, from `review_contents`, `review_json` and `review_page` |
| `takes` | the former takes of a video |
| `notify`, `notices` | messages to people about what has happened |
| `health` | health checks and metrics |
| `doctor` | `examine`: whether vidpipe can work on this machine |
| `garbage`, `old_videos` | what nobody needs any more, counted or removed |

Nothing is made here (that is `stages`), and nothing of Dagster is touched: `health`, `notify` and `garbage` say by a
Protocol what they need of `orchestration`, and are handed it. The arguments and the answers of a front are its own.
"""
