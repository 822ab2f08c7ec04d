"""Who has read the minutes that went round. Whoever had objected to a line had read them."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_21_minutes_read"
down_revision = "2026_11_21_talk_only"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("attendees", sa.Column("read_at", sa.DateTime(timezone=True), nullable=True))
    objected = "SELECT min(entered_at) FROM minutes_objections o WHERE (o.sitting_id, o.person_id) = (a.sitting_id, a.person_id)"
    op.execute(f"UPDATE attendees AS a SET read_at = ({objected})")
