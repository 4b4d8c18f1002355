"""Who did what with special rights: the audit log, which the database itself only ever lets grow

An entry is never changed, and goes only once it is a year old (nightly, handlers/clock/nightly.py).
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

SQLITE = (
    (
        "CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit_entry"
        " BEGIN SELECT RAISE(ABORT, 'the audit log is only ever added to'); END"
    ),
    (
        "CREATE TRIGGER audit_is_kept BEFORE DELETE ON audit_entry WHEN OLD.at > datetime('now', '-365 days')"
        " BEGIN SELECT RAISE(ABORT, 'the audit log is only ever added to'); END"
    ),
)
POSTGRESQL = (
    (
        "CREATE FUNCTION audit_is_only_added_to() RETURNS trigger LANGUAGE plpgsql AS $$"
        " BEGIN RAISE EXCEPTION 'the audit log is only ever added to'; END $$"
    ),
    (
        "CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit_entry"
        " FOR EACH ROW EXECUTE FUNCTION audit_is_only_added_to()"
    ),
    (
        "CREATE TRIGGER audit_is_kept BEFORE DELETE ON audit_entry FOR EACH ROW"
        " WHEN (OLD.at > now() - interval '365 days') EXECUTE FUNCTION audit_is_only_added_to()"
    ),
)


def upgrade() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Uuid(), nullable=True),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("seal", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit_entry")),
    )
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("audit_entry")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION audit_is_only_added_to()")
