"""Why an item of an agenda that was to be decided could only be talked about. Of sittings from before it is not known."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_21_talk_only"
down_revision = "2026_11_21_sittings"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("agenda_items") as items:
        items.add_column(sa.Column("talk_only", sa.Text(), nullable=True))
    op.execute("UPDATE agenda_items SET talk_only = ''")
    with op.batch_alter_table("agenda_items") as items:
        items.alter_column("talk_only", existing_type=sa.Text(), nullable=False)
