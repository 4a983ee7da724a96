"""The seven assets that make one video, one module each; `stage_asset` is the frame that they share.

`trends -> analysis -> scripts -> clips and voiceover -> composed_video -> review`, over one partition a video.
"""
