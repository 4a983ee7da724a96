"""Values and rules only: what every room speaks about. No I/O, no Dagster, nothing heavy.

- `values`: the base classes (`Value`, `Document`, `Varying`) and `content_hash`, of which data versions are made;
- `stages`: `Stage`, the seven stages, their order and code versions; `checks`: the table of their asset checks;
- `video_key`, `order`, `decision`: which video, who asked for it, what a person has decided about it;
- `theme`: a channel's settings, and what an order may change of them;
- `trends`, `plan` (with the `pictures` of its scenes), `media`: the documents of the stages;
- `money`: exact amounts; `errors`: the one error tree.

Values are frozen pydantic models and refuse unknown fields. The names of their fields are JSON keys that are stored,
hashed and promised: a Python name may change, a key may not.
"""
