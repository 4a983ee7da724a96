"""What a scene looks like: one module a template of `model.pictures`, found through `scenes.registry`."""
