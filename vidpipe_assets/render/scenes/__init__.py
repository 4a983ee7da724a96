"""How scenes look: one module a template of `model.pictures`, and the backgrounds behind them.

`frames` draws every frame of a shot, and its table names the template of each kind of picture; `context` is what a
template draws with (layout, tempo, text), `parts` what several templates share, `backgrounds` what moves behind them.
No template knows ffmpeg, files or the video around its scene. A new template is a module here and a line in
`frames.TEMPLATES`.
"""
