"""${message}

Add first, fill, then make strict; never rename or drop what the running version still reads. There is no way down:
a mistake is mended by the next migration. Run it on a copy of real data on both databases before it is merged.
"""

from alembic import op
import sqlalchemy as sa
${imports if imports else ""}

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}
