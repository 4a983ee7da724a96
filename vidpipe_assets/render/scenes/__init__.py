"""What a scene looks like: one module a template of `model.pictures`, found through `scenes.registry`.

What moves slowly behind a scene: one module a family, chosen by name in `backgrounds.families`.
"""
