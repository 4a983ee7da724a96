"""Captions: when each word is seen (`words`), which words together (`groups`), and the files of both (`files`, `ass`).

`shaping` finds the typeface and the width of a text. How captions are laid over the video is in `video.picture`.
"""
