"""vidpipe: short vertical videos that nobody has to babysit."""
