"""When an event is, moved or not, and how its seats are given"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.add_column(sa.Column("uid", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("sequence", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("fold", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("all_day", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("next_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("tzdata", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("rdates", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("overrides", sa.JSON(), nullable=False, server_default="{}"))
        batch_op.add_column(sa.Column("plus_ones", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("waiting", sa.String(), nullable=False, server_default="first_come"))
        batch_op.add_column(sa.Column("reminders", sa.JSON(), nullable=True))
    op.execute("UPDATE event SET uid = CAST(id AS VARCHAR(36))")  # those that stand keep an id of their own
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_next_at"), ["next_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_event_uid"), ["uid"], unique=True)


def downgrade() -> None:
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_event_uid"))
        batch_op.drop_index(batch_op.f("ix_event_next_at"))
        batch_op.drop_column("reminders")
        batch_op.drop_column("waiting")
        batch_op.drop_column("plus_ones")
        batch_op.drop_column("overrides")
        batch_op.drop_column("rdates")
        batch_op.drop_column("tzdata")
        batch_op.drop_column("next_at")
        batch_op.drop_column("all_day")
        batch_op.drop_column("fold")
        batch_op.drop_column("version")
        batch_op.drop_column("sequence")
        batch_op.drop_column("uid")
