"""Where places lie, and the coastlines of the world: `places` finds a place, `outlines` reads the map.

`world.json` is made from Natural Earth, which is in the public domain (its first field says how); `places.yaml` is
ours. Neither knows of drawing.
"""
