"""A checkpoint: the document is stored, then Dagster is told under which data version and fingerprint."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import dagster as dg

from vidpipe_assets.model.checks import Finding
from vidpipe_assets.model.values import Document
from vidpipe_assets.planning.fingerprints import Ingredients
from vidpipe_assets.store.store import Store

if TYPE_CHECKING:
    Checkpoint = dg.MaterializeResult[Any]
else:  # Dagster reads the bare class as "there is no value to hand over"
    Checkpoint = dg.MaterializeResult

FINGERPRINT = "vidpipe/fingerprint"
"""The metadata entry that holds a materialization's fingerprint."""

INGREDIENTS = "vidpipe/ingredients"
"""The metadata entry that says, part by part, what the fingerprint is the hash of."""


def checkpoint(
    store: Store,
    video: str,
    document: Document,
    *,
    made_of: Ingredients,
    metadata: Mapping[str, dg.MetadataValue],
    findings: Sequence[Finding] = (),
) -> Checkpoint:
    """Save `document` and describe it to Dagster; `findings` become the results of the asset's checks."""
    path = store.documents.save(video, made_of.stage, document)
    return dg.MaterializeResult(
        data_version=dg.DataVersion(document.data_version),
        metadata={
            **metadata,
            "document": dg.MetadataValue.path(str(path)),
            FINGERPRINT: dg.MetadataValue.text(made_of.fingerprint),
            INGREDIENTS: dg.MetadataValue.json(made_of.model_dump(mode="json")),
        },
        check_results=[check_result(finding) for finding in findings],
    )


def check_result(finding: Finding) -> dg.AssetCheckResult:
    """One finding as Dagster shows it."""
    return dg.AssetCheckResult(
        check_name=finding.check,
        passed=finding.passed,
        description=finding.description,
        metadata=dict(finding.numbers),
    )
