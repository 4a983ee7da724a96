"""How a subject is staged when something happens to it: what lies behind, upon and before it, and how it moves itself.

Everything is a function of the moment alone, starts with the word that tells it, and stays in the illustration's room.
What each kind draws lies in modules by what it is like; `acts` says which kind has what, and `stage` what all know.
"""

from vidpipe_assets.render.scenes.staging.actors import BARELY, ink_of
from vidpipe_assets.render.scenes.staging.acts import Staging
from vidpipe_assets.render.scenes.staging.stage import ALWAYS, Box, Span

__all__ = ["ALWAYS", "BARELY", "Box", "Span", "Staging", "ink_of"]
