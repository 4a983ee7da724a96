"""The command `vidpipe` for people: arguments in, tables and exit codes out.

`app` reads the arguments and turns errors into exit codes; the commands stand in `videos`, `themes`, `decide`, `edit`
and `operate`, which are loaded when one of theirs is typed; `tables` prints. No work is done here: it belongs to
`operations` and below. Nothing here imports dagster, so that `vidpipe status` answers at once.
"""

from vidpipe_assets.cli.app import main

__all__ = ["main"]
