"""The first tables; decisions can be added to, and neither changed nor removed."""

import sqlalchemy as sa
from alembic import op

__all__ = ["down_revision", "revision", "upgrade"]

revision = "0001"
down_revision = None

APPEND_ONLY = {
    "sqlite": (
        "CREATE TRIGGER decisions_stay BEFORE UPDATE ON decisions BEGIN SELECT RAISE(ABORT, 'append only'); END",
        "CREATE TRIGGER decisions_remain BEFORE DELETE ON decisions BEGIN SELECT RAISE(ABORT, 'append only'); END",
    ),
    "postgresql": (
        """CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql
        AS $$ BEGIN RAISE EXCEPTION 'append only'; END $$""",
        """CREATE TRIGGER decisions_stay BEFORE UPDATE OR DELETE ON decisions
        FOR EACH ROW EXECUTE FUNCTION refuse_change()""",
    ),
}


def upgrade() -> None:
    """Make everything."""
    _records()
    _people()
    _queue()
    _chain()


def _records() -> None:
    op.create_table(
        "runs",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("records_sha256", sa.String(64), nullable=False),
        sa.Column("package", sa.Text, nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("started", sa.Text, nullable=False),
        sa.Column("finished", sa.Text, nullable=False),
        sa.Column("seconds", sa.Float, nullable=False),
        sa.Column("manifest", sa.Text, nullable=False),
        sa.Column("complete", sa.Boolean, nullable=False),
    )
    op.create_table(
        "versions",
        sa.Column("sha256", sa.String(64), primary_key=True),
        sa.Column("document", sa.String(64)),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "run_records",
        sa.Column("run", sa.Integer, sa.ForeignKey("runs.id"), primary_key=True),
        sa.Column("ordinal", sa.Integer, primary_key=True),
        sa.Column("version", sa.String(64), sa.ForeignKey("versions.sha256"), nullable=False),
    )
    op.create_index("ix_run_records_version", "run_records", ["version"])
    op.create_table(
        "documents",
        sa.Column("sha256", sa.String(64), primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("media_type", sa.Text),
        sa.Column("form", sa.Text),
        sa.Column("agency", sa.Text),
        sa.Column("year", sa.Integer),
    )
    op.create_table(
        "findings",
        sa.Column("version", sa.String(64), sa.ForeignKey("versions.sha256"), primary_key=True),
        sa.Column("ordinal", sa.Integer, primary_key=True),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("severity", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("attribution", sa.Text),
        sa.Column("fingerprint", sa.Text, nullable=False),
    )
    op.create_table(
        "usage",
        sa.Column("run", sa.Integer, sa.ForeignKey("runs.id"), primary_key=True),
        sa.Column("input_tokens", sa.Integer, nullable=False),
        sa.Column("output_tokens", sa.Integer, nullable=False),
        sa.Column("cost_usd", sa.Text, nullable=False),
    )


def _people() -> None:
    op.create_table(
        "users",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.Text, nullable=False, unique=True),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("password_hash", sa.Text),
        sa.Column("disabled", sa.Boolean, nullable=False),
        sa.Column("created", sa.Text, nullable=False),
    )
    op.create_table(
        "sessions",
        sa.Column("hash", sa.String(64), primary_key=True),
        sa.Column("user", sa.Integer, sa.ForeignKey("users.id"), nullable=False),
        sa.Column("csrf", sa.Text, nullable=False),
        sa.Column("until", sa.Text, nullable=False),
    )
    op.create_index("ix_sessions_user", "sessions", ["user"])
    op.create_table(
        "tokens",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("user", sa.Integer, sa.ForeignKey("users.id"), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False, unique=True),
        sa.Column("created", sa.Text, nullable=False),
    )
    op.create_table(
        "links",
        sa.Column("hash", sa.String(64), primary_key=True),
        sa.Column("user", sa.Integer, sa.ForeignKey("users.id"), nullable=False),
        sa.Column("until", sa.Text, nullable=False),
    )


def _queue() -> None:
    op.create_table(
        "items",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("document", sa.String(64), nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("printed", sa.Text, nullable=False),
        sa.Column("version", sa.String(64), sa.ForeignKey("versions.sha256"), nullable=False),
        sa.Column("row_key", sa.Text, nullable=False),
        sa.Column("table_key", sa.Text, nullable=False),
        sa.Column("rule", sa.Text, nullable=False),
        sa.Column("tier", sa.Text, nullable=False),
        sa.Column("format", sa.Text, nullable=False),
        sa.Column("agency", sa.Text, nullable=False),
        sa.Column("year", sa.Integer),
        sa.Column("score", sa.Float, nullable=False),
        sa.Column("blind", sa.Boolean, nullable=False),
        sa.Column("audited", sa.Boolean, nullable=False),
        sa.Column("queued", sa.Boolean, nullable=False),
        sa.Column("settled", sa.Integer),
        sa.Column("last_run", sa.Integer, sa.ForeignKey("runs.id"), nullable=False),
        sa.UniqueConstraint("document", "kind", "subject", "printed", name="item_key"),
    )
    op.create_index("items_in_order", "items", ["queued", "settled", "score", "id"])
    counted = ["queued", "settled", "agency", "kind", "year", "tier", "rule", "format", "blind"]
    op.create_index("items_counted", "items", counted)
    op.create_index("items_of_document", "items", ["document", "settled"])
    op.create_table(
        "leases",
        sa.Column("item", sa.Integer, sa.ForeignKey("items.id"), primary_key=True),
        sa.Column("user", sa.Integer, sa.ForeignKey("users.id"), nullable=False),
        sa.Column("since", sa.Text, nullable=False),
        sa.Column("until", sa.Text, nullable=False),
    )
    op.create_table(
        "skips",
        sa.Column("item", sa.Integer, sa.ForeignKey("items.id"), primary_key=True),
        sa.Column("user", sa.Integer, sa.ForeignKey("users.id"), primary_key=True),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
    )


def _chain() -> None:
    op.create_table(
        "decisions",
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("item", sa.Integer, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("before", sa.Text, nullable=False),
        sa.Column("after", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("versions", sa.Text, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("seconds", sa.Float, nullable=False),
        sa.Column("prev_hash", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False, unique=True),
    )
    op.create_index("ix_decisions_item", "decisions", ["item"])
    head = op.create_table(
        "chain_head",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
    )
    op.bulk_insert(head, [{"id": 1, "seq": 0, "hash": "0" * 64}])
    for statement in APPEND_ONLY[op.get_bind().dialect.name]:
        op.execute(statement)
