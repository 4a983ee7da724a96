"""The partitions of all assets: one a video."""

import dagster as dg

from vidpipe_assets.orchestration.partitions import VIDEOS_NAME

VIDEOS = dg.DynamicPartitionsDefinition(name=VIDEOS_NAME)
"""One partition a video; shared by all seven assets, so that one run makes a whole video."""
