"""The drawing engine: typed verbs over skia and harfbuzz, which are loaded in `canvas` alone.

Knows shapes (`paths`, `icons`), text (`text`, `blocks`), colours and easing in time, but no scene and no theme.
"""
