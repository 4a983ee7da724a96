"""Alembic's folder: the baseline of all tables in `versions`, and one file for each step after it."""
