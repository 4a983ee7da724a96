"""What a materialization shows."""

from pathlib import Path
from unittest.mock import patch

import dagster as dg
import samples

from vidpipe_assets.defs import metadata as showing
from vidpipe_assets.operations.review_contents import build_review


def test_a_review_says_whose_each_picture_is_and_that_nobody_knows_where_nobody_does(tmp_path: Path) -> None:
    package = build_review(samples.contents(samples.Shelf(tmp_path)))
    nothing = dg.MetadataValue.text("")
    with patch.multiple(showing, _picture=lambda *_: nothing, _glance=lambda *_: nothing):
        table = showing.show_review(package, tmp_path)["rights"]
    assert isinstance(table, dg.TableMetadataValue)
    rows = {str(record.data["scene"]): record.data for record in table.records}
    assert rows["s1"] == {
        "scene": "s1",
        "from": "motion",
        "made by": "vidpipe",
        "terms": "drawn for this video",
        "link": "–",
    }
    assert {rows["s4"][name] for name in ("made by", "terms", "link")} == {"unknown"}
