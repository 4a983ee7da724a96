"""What moves slowly behind a scene: one module a family, chosen by name in `backgrounds.families`."""
