"""The outside world: one package a port with one Protocol, one module a provider.

The ports are `trends`, `text`, `footage` and `speech`; what to implement for one more provider is said in the docstring
of each. A provider's module is named as themes name it (`speech/piper.py` is `piper`) and has a function `provider()`
that returns an object fulfilling the port's Protocol. Its methods put `ProviderRequest`s to the `Ask` that they are
given, which is the ledger; they submit, poll and parse, and do not retry, store or count.

What belongs here besides: `request` has the shapes that pass between a provider and the ledger, `registry` finds and
loads providers, `http` is how they speak HTTP, `addresses` and `secrets` where they listen and with which keys,
`prices` what they charge, `openai_api` what services with OpenAI's API share, `notify` who is told of events. What does
not: the text that models are asked (`writing.llm`), and which provider is asked when (`stages`).
"""
