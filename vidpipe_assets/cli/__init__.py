"""The command `vidpipe` for people: arguments in, tables and exit codes out. Work is done elsewhere."""

from vidpipe_assets.cli.app import main

__all__ = ["main"]
