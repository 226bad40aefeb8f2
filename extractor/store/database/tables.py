"""The tables. Their history is in `migrations`; this is how they are now.

Times are UTC in ISO 8601 as text, which sorts and is hashed the same on every database. JSON is text for that reason.
"""

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

__all__ = [
    "METADATA",
    "chain_head",
    "decisions",
    "documents",
    "findings",
    "items",
    "leases",
    "links",
    "run_records",
    "runs",
    "sessions",
    "skips",
    "tokens",
    "usage",
    "users",
    "versions",
]

METADATA = MetaData()

runs = Table(
    "runs",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("records_sha256", String(64), nullable=False),
    Column("package", Text, nullable=False),
    Column("fingerprint", String(64), nullable=False),
    Column("started", Text, nullable=False),
    Column("finished", Text, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("manifest", Text, nullable=False),
    Column("complete", Boolean, nullable=False),
)

versions = Table(
    "versions",
    METADATA,
    Column("sha256", String(64), primary_key=True),
    Column("document", String(64)),
    Column("path", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
)

run_records = Table(
    "run_records",
    METADATA,
    Column("run", Integer, ForeignKey("runs.id"), primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("version", String(64), ForeignKey("versions.sha256"), nullable=False, index=True),
)

documents = Table(
    "documents",
    METADATA,
    Column("sha256", String(64), primary_key=True),
    Column("name", Text, nullable=False),
    Column("path", Text, nullable=False),
    Column("media_type", Text),
    Column("form", Text),
    Column("agency", Text),
    Column("year", Integer),
)

findings = Table(
    "findings",
    METADATA,
    Column("version", String(64), ForeignKey("versions.sha256"), primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("code", Text, nullable=False),
    Column("severity", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("attribution", Text),
    Column("fingerprint", Text, nullable=False),
)

usage = Table(
    "usage",
    METADATA,
    Column("run", Integer, ForeignKey("runs.id"), primary_key=True),
    Column("input_tokens", Integer, nullable=False),
    Column("output_tokens", Integer, nullable=False),
    Column("cost_usd", Text, nullable=False),
)

items = Table(
    "items",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("document", String(64), nullable=False),
    Column("subject", Text, nullable=False),
    Column("printed", Text, nullable=False),
    Column("version", String(64), ForeignKey("versions.sha256"), nullable=False),
    Column("row_key", Text, nullable=False),
    Column("table_key", Text, nullable=False),
    Column("rule", Text, nullable=False),
    Column("tier", Text, nullable=False),
    Column("format", Text, nullable=False),
    Column("agency", Text, nullable=False),
    Column("year", Integer),
    Column("score", Float, nullable=False),
    Column("blind", Boolean, nullable=False),
    Column("audited", Boolean, nullable=False),
    Column("queued", Boolean, nullable=False),
    Column("settled", Integer),
    Column("last_run", Integer, ForeignKey("runs.id"), nullable=False),
    UniqueConstraint("document", "kind", "subject", "printed", name="item_key"),
    Index("items_in_order", "queued", "settled", "score", "id"),
    # Whatever the queue is narrowed to, the rest is counted in the index alone.
    Index("items_counted", "queued", "settled", "agency", "kind", "year", "tier", "rule", "format", "blind"),
    Index("items_of_document", "document", "settled"),
)
"""`queued`: the newest run asks it. `settled`: the entry of the chain that holds; null while nobody has answered.
`audited`: it came by the random sample; `blind`: and its answer is still to be given blind."""

leases = Table(
    "leases",
    METADATA,
    Column("item", Integer, ForeignKey("items.id"), primary_key=True),
    Column("user", Integer, ForeignKey("users.id"), nullable=False),
    Column("since", Text, nullable=False),
    Column("until", Text, nullable=False),
)

skips = Table(
    "skips",
    METADATA,
    Column("item", Integer, ForeignKey("items.id"), primary_key=True),
    Column("user", Integer, ForeignKey("users.id"), primary_key=True),
    Column("reason", Text, nullable=False),
    Column("at", Text, nullable=False),
)

decisions = Table(
    "decisions",
    METADATA,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("item", Integer, nullable=False, index=True),
    Column("document", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("versions", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("prev_hash", String(64), nullable=False),
    Column("hash", String(64), nullable=False, unique=True),
)

chain_head = Table(
    "chain_head",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("seq", Integer, nullable=False),
    Column("hash", String(64), nullable=False),
)

users = Table(
    "users",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("role", Text, nullable=False),
    Column("password_hash", Text),
    Column("disabled", Boolean, nullable=False),
    Column("created", Text, nullable=False),
)

sessions = Table(
    "sessions",
    METADATA,
    Column("hash", String(64), primary_key=True),
    Column("user", Integer, ForeignKey("users.id"), nullable=False, index=True),
    Column("csrf", Text, nullable=False),
    Column("until", Text, nullable=False),
)

tokens = Table(
    "tokens",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("user", Integer, ForeignKey("users.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("hash", String(64), nullable=False, unique=True),
    Column("created", Text, nullable=False),
)

links = Table(
    "links",
    METADATA,
    Column("hash", String(64), primary_key=True),
    Column("user", Integer, ForeignKey("users.id"), nullable=False),
    Column("until", Text, nullable=False),
)
