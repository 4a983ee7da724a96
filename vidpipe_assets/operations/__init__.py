"""What may be done to a video: order it, look at it; web, cli and the Dagster launchpad all go through here."""
