"""What runs say in the terminal: what a person wants to know. Dagster's own default tells every event of every step."""

import logging
from typing import Any

import dagster as dg


@dg.logger(
    config_schema={
        "log_level": dg.Field(str, is_required=False, default_value="INFO", description="DEBUG shows every event"),
        "name": dg.Field(str, is_required=False, default_value="dagster"),
    },
    description="Coloured lines in the terminal, from INFO up.",
)
def console_logger(init_context: Any) -> logging.Logger:
    """Dagster's coloured console logger with a quieter default."""
    return dg.colored_console_logger.logger_fn(init_context)
