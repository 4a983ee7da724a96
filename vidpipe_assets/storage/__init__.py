"""What is kept: tables (SQLAlchemy), migrations, documents, artifacts, theme files, and where all that lies."""
