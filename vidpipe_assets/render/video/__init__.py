"""Everything about whole videos: composing one, patching one scene of it, and looking at what came out.

`timeline` counts frames, `picture` builds ffmpeg's graph, `transitions` draws what covers a cut, `compose` makes the
video and `segments` makes it from the one before. `probe` reads headers; `decoded` and `gate` say what a foreign clip
really is and whether it can be used, `footage` fits it, `photographs` moves pictures. `inspection` measures a finished
file, `stills` takes pictures from it.
"""
