"""The sound of a video: music (`synthesis`), and the mix of voice and music at a platform's loudness (`mix`).

`samples` reads, writes and measures PCM sound. Speech is made elsewhere: here it is a file for each scene.
"""
