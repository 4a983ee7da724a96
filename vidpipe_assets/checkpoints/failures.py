"""The one place where vidpipe's errors become Dagster's: message and remedy are kept, retries are not Dagster's."""

from collections.abc import Generator
from contextlib import contextmanager

import dagster as dg

from vidpipe_assets.model.errors import BlockedError, TransientError, VidpipeError


@contextmanager
def told_to_dagster() -> Generator[None]:
    """Turn a `VidpipeError` into a `dg.Failure` that shows what happened and what to do about it."""
    try:
        yield
    except VidpipeError as error:
        raise failure(error) from error


def failure(error: VidpipeError) -> dg.Failure:
    """`error` as Dagster shows it. No step is retried by Dagster: attempts must not multiply."""
    metadata: dict[str, dg.MetadataValue] = {"kind": dg.MetadataValue.text(branch(error))}
    if error.remedy:
        metadata["remedy"] = dg.MetadataValue.md(error.remedy)
    metadata |= {name: dg.MetadataValue.text(value) for name, value in error.facts.items()}
    text = f"{error}\nRemedy: {error.remedy}" if error.remedy else str(error)
    return dg.Failure(description=text, metadata=metadata, allow_retries=False)


def branch(error: VidpipeError) -> str:
    """Which branch of the tree: 'transient', 'blocked' or 'permanent'."""
    if isinstance(error, TransientError):
        return "transient"
    return "blocked" if isinstance(error, BlockedError) else "permanent"
