"""Everything about whole videos: composing one, patching one scene of it, and looking at what came out.

`timeline` counts frames, `picture` builds ffmpeg's graph, `transitions` draws what covers a cut, `compose` makes the
video and `segments` makes it from the one before; `footage` fits foreign clips, `probe` reads headers, `inspection`
measures a finished file, `stills` takes pictures from it.
"""
