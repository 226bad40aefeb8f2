"""The history of the tables, for Alembic."""

__all__: list[str] = []
