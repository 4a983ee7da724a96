"""The drawing engine: typed verbs over skia and harfbuzz. Knows shapes, text and time, but no scene and no theme."""
