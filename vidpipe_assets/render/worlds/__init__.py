"""Illustrated worlds behind scenes: layers of depth, drawn once each, in front of which a camera moves.

`layers` moves them and keeps type on them readable; `nature` and `places` draw them; `choice` says which world belongs
to what a video is about. A background is named `world/view`: `ocean/low`.
"""
