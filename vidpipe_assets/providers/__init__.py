"""The outside world: one package a port, a Protocol in its `__init__`, one module a provider.

A provider's module is named as themes name it (`speech/piper.py` is `piper`) and has a function `provider()` that
returns an object fulfilling the port. They submit, poll and parse, nothing else. `asking.py` has the shapes of what the
ledger calls for them; `web/` is how they speak HTTP.
"""
