"""The ledger: provider calls made once and paid once, with budgets, limits and retries around whatever a provider does.

Others use `client` (`Ledger`, `LedgerClient`, `Quote`), `call_spec` (what the ledger is told of a call before it is
made), `costs` (what was spent), `tally` (what one stage asked), `parallel` and `answers.answer_hashes`. The rest makes
one call: `call`, `call_context`, `call_table`, `rate_limiter`, `retry`.

What is asked, and how a provider is spoken to, belongs to `providers`; what a stage asks for, to `stages`. Only
`call_spec`, `tally` and `parallel` are free of SQLAlchemy: the others are imported inside functions by whatever Dagster
loads with the definitions.
"""
