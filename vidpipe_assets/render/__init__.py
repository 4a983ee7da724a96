"""What is seen and heard: motion graphics, captions, timeline, audio, ffmpeg, probe. Paths in, paths out."""
