"""Values and rules only: documents, video key, stages, theme, errors. No I/O, no dagster."""
