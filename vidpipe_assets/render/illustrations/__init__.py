"""Illustrations of our own: flat, coloured pictures with moving parts, and the choice of one by what a scene is about.

`files` knows what there is, `svg` reads a file into values, `choice` finds the one that a scene means. None of them
loads what draws: that is `drawing.player`, which makes an illustration move.
"""
