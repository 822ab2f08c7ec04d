"""Two officials for a code; when seats and homes were written down; corrections, rating rounds, urging, returned forms.

What stood before keeps what it had: a seat or a home counts as written down when its term began, a debate as noticed when it
opened, a dispute as of the round it interrupted. Texts of rules from before are read as they were meant.
"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_21_two_officials"
down_revision = "2026_11_21_foundation"
branch_labels = None
depends_on = None

Moment = sa.DateTime(timezone=True)
KINDS = "kind IN ('micro_project', 'issue', 'rule_change')"
ROLES = (
    "appeal_to IN ('resident', 'councillor', 'chair', 'secretary', 'staff', 'supervisor', 'liaison', 'street', 'district', "
    "'admin', 'clock')"
)
VOUCHED = "vouched IN ('alone', 'two', 'street')"


def upgrade() -> None:
    new_tables()
    add()
    fill()
    make_strict()
    index()


def new_tables() -> None:
    op.create_table(
        "code_requests",
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", Moment, nullable=False),
        sa.Column("expires_at", Moment, nullable=False),
        sa.Column("withdrawn_at", Moment, nullable=True),
        sa.Column("released_at", Moment, nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["asked_by_id"], ["people.id"], name="fk_code_requests_asked_by_id"),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name="fk_code_requests_community_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_code_requests_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_code_requests"),
    )
    op.create_index("ix_code_requests_community_id", "code_requests", ["community_id"])
    op.create_index("ix_code_requests_person_id", "code_requests", ["person_id"])
    op.create_table(
        "practices",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("scenario", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=200), nullable=False),
        sa.Column("commands", sa.JSON(), nullable=False),
        sa.Column("mistakes", sa.JSON(), nullable=False),
        sa.Column("started_at", Moment, nullable=False),
        sa.Column("finished_at", Moment, nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name="fk_practices_community_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_practices_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_practices"),
    )
    op.create_index("ix_practices_community_id", "practices", ["community_id"])
    op.create_index("ix_practices_person_id", "practices", ["person_id"])
    op.create_table(
        "corrections",
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("project_class", sa.String(length=32), nullable=True),
        sa.Column("need", sa.Text(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("beneficiaries", sa.String(length=200), nullable=False),
        sa.Column("households", sa.Integer(), nullable=True),
        sa.Column("estimate", sa.BigInteger(), nullable=True),
        sa.Column("dropped", sa.JSON(), nullable=False),
        sa.Column("begun_at", Moment, nullable=False),
        sa.Column("submitted_at", Moment, nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(KINDS, name=op.f("ck_corrections_matterkind")),
        sa.CheckConstraint("project_class IN ('works', 'services', 'goods')", name=op.f("ck_corrections_projectclass")),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name="fk_corrections_community_id"),
        sa.ForeignKeyConstraint(["matter_id"], ["matters.id"], name="fk_corrections_matter_id"),
        sa.PrimaryKeyConstraint("id", name="pk_corrections"),
    )
    op.create_index("ix_corrections_community_id", "corrections", ["community_id"])
    op.create_index("ix_corrections_matter_id_id", "corrections", ["matter_id", "id"])
    still_open = sa.text("submitted_at IS NULL")
    op.create_index(
        "uq_corrections_matter_id_open", "corrections", ["matter_id"], unique=True, sqlite_where=still_open,
        postgresql_where=still_open,
    )  # fmt: skip
    op.create_table(
        "rating_rounds",
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("opened_at", Moment, nullable=False),
        sa.Column("concluded_at", Moment, nullable=True),
        sa.Column("verdict", sa.String(length=32), nullable=True),
        sa.Column("verdict_sum", sa.Text(), nullable=False),
        sa.Column("interrupted_at", Moment, nullable=True),
        sa.Column("rated", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("verdict IN ('good', 'fair', 'bad')", name=op.f("ck_rating_rounds_grade")),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name="fk_rating_rounds_community_id"),
        sa.ForeignKeyConstraint(["matter_id"], ["matters.id"], name="fk_rating_rounds_matter_id"),
        sa.PrimaryKeyConstraint("id", name="pk_rating_rounds"),
        sa.UniqueConstraint("matter_id", "round", name="uq_rating_rounds_matter_id_round"),
    )
    op.create_index("ix_rating_rounds_community_id", "rating_rounds", ["community_id"])
    op.create_table(
        "urgings",
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("urged_on", sa.Date(), nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name="fk_urgings_community_id"),
        sa.ForeignKeyConstraint(["matter_id"], ["matters.id"], name="fk_urgings_matter_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_urgings_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_urgings"),
        sa.UniqueConstraint("matter_id", "urged_on", name="uq_urgings_matter_id_urged_on"),
    )
    op.create_index("ix_urgings_community_id", "urgings", ["community_id"])
    op.create_index("ix_urgings_person_id", "urgings", ["person_id"])
    op.create_table(
        "rules_drafts",
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name="fk_rules_drafts_community_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_rules_drafts_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_rules_drafts"),
        sa.UniqueConstraint("community_id", "person_id", name="uq_rules_drafts_community_id_person_id"),
    )
    op.create_index("ix_rules_drafts_community_id", "rules_drafts", ["community_id"])
    op.create_index("ix_rules_drafts_person_id", "rules_drafts", ["person_id"])
    op.create_table(
        "returned_forms",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("word", sa.String(length=32), nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("typed", sa.JSON(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("problems", sa.JSON(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_returned_forms_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_returned_forms"),
        sa.UniqueConstraint("word", name="uq_returned_forms_word"),
    )
    op.create_index("ix_returned_forms_at", "returned_forms", ["at"])
    op.create_index("ix_returned_forms_person_id", "returned_forms", ["person_id"])


def add() -> None:
    for table, column in (
        ("acceptance_signatures", sa.Column("looked", sa.Integer())),
        ("acceptance_signatures", sa.Column("items", sa.Integer())),
        ("debates", sa.Column("noticed_at", Moment)),
        ("disputes", sa.Column("round", sa.Integer())),
        ("invitations", sa.Column("vouched", sa.String(length=32))),
        ("invitations", sa.Column("asked_by_id", sa.Integer())),
        ("invitations", sa.Column("community_id", sa.Integer())),
        ("invitations", sa.Column("told", sa.Boolean())),
        ("invitations", sa.Column("dismissed_at", Moment)),
        ("matters", sa.Column("submissions", sa.Integer())),
        ("matters", sa.Column("appeal_to", sa.String(length=32))),
        ("plan_choices", sa.Column("ended_at", Moment)),
        ("plan_versions", sa.Column("base_id", sa.Integer())),
        ("polls", sa.Column("seated_before", Moment)),
        ("residences", sa.Column("recorded_at", Moment)),
        ("seats", sa.Column("recorded_at", Moment)),
        ("seconds", sa.Column("ended_at", Moment)),
        ("seconds", sa.Column("dropped_for", sa.String(length=200))),
    ):
        op.add_column(table, column)


def fill() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    began = "since || ' 00:00:00.000000'" if sqlite else "since::timestamp AT TIME ZONE 'UTC'"
    for statement in (
        "UPDATE acceptance_signatures SET looked = 0, items = 0",
        "UPDATE debates SET noticed_at = opens_at",
        "UPDATE disputes SET round = "
        "(SELECT count(*) FROM disputes d WHERE d.matter_id = disputes.matter_id AND d.id <= disputes.id)",
        "UPDATE invitations SET vouched = 'alone', told = false",
        "UPDATE matters SET submissions = CASE WHEN number IS NULL THEN 0 ELSE 1 END",
        "UPDATE polls SET seated_before = opened_at",
        f"UPDATE residences SET recorded_at = {began}",
        f"UPDATE seats SET recorded_at = {began}",
        "UPDATE seconds SET dropped_for = ''",
        "INSERT INTO rating_rounds (community_id, matter_id, round, opened_at, concluded_at, verdict, verdict_sum, rated) "
        "SELECT m.community_id, m.id, d.round, m.entered_at, CASE WHEN m.state = 'closed' THEN m.entered_at END, d.verdict, "
        "d.verdict_sum, CASE WHEN m.state = 'closed' THEN (SELECT count(*) FROM ratings r WHERE r.matter_id = m.id "
        "AND r.round = d.round) ELSE 0 END FROM matters m JOIN deliveries d ON d.matter_id = m.id "
        "WHERE m.state IN ('rating', 'closed')",
    ):
        op.execute(statement)


def make_strict() -> None:
    with op.batch_alter_table("acceptance_signatures") as table:
        table.alter_column("looked", existing_type=sa.Integer(), nullable=False)
        table.alter_column("items", existing_type=sa.Integer(), nullable=False)
    with op.batch_alter_table("debates") as table:
        table.alter_column("noticed_at", existing_type=Moment, nullable=False)
    with op.batch_alter_table("disputes") as table:
        table.alter_column("round", existing_type=sa.Integer(), nullable=False)
        table.drop_constraint("uq_disputes_matter_id_person_id", type_="unique")
        table.create_unique_constraint("uq_disputes_matter_id_round_person_id", ["matter_id", "round", "person_id"])
    with op.batch_alter_table("invitations") as table:
        table.create_check_constraint(op.f("ck_invitations_vouched"), VOUCHED)
        table.alter_column("vouched", existing_type=sa.String(length=32), nullable=False)
        table.alter_column("told", existing_type=sa.Boolean(), nullable=False)
        table.create_foreign_key("fk_invitations_asked_by_id", "people", ["asked_by_id"], ["id"])
        table.create_foreign_key("fk_invitations_community_id", "communities", ["community_id"], ["id"])
    with op.batch_alter_table("matters") as table:
        table.drop_constraint(op.f("ck_matters_matterkind"), type_="check")
        table.create_check_constraint(op.f("ck_matters_matterkind"), KINDS)
        table.create_check_constraint(op.f("ck_matters_role"), ROLES)
        table.alter_column("submissions", existing_type=sa.Integer(), nullable=False)
    with op.batch_alter_table("plan_versions") as table:
        table.alter_column("unit_id", existing_type=sa.Integer(), nullable=True)
        table.create_foreign_key("fk_plan_versions_base_id", "rule_set_versions", ["base_id"], ["id"])
    with op.batch_alter_table("polls") as table:
        table.alter_column("seated_before", existing_type=Moment, nullable=False)
    for name in ("residences", "seats"):
        with op.batch_alter_table(name) as table:
            table.alter_column("recorded_at", existing_type=Moment, nullable=False)
    with op.batch_alter_table("seconds") as table:
        table.alter_column("dropped_for", existing_type=sa.String(length=200), nullable=False)


def index() -> None:
    """What grows with the matters is found by what few of them have."""
    for table, column in (
        ("matters", "proposer_id"),
        ("matters", "merge_into_id"),
        ("matters", "origin_id"),
        ("seconds", "person_id"),
    ):
        op.drop_index(f"ix_{table}_{column}", table)
    for table, columns in (
        ("matters", ("proposer_id", "state")),
        ("merges", ("state", "due_at")),
        ("notices", ("community_id", "until")),
        ("seconds", ("person_id", "dropped_for")),
    ):
        op.create_index(f"ix_{table}_{'_'.join(columns)}", table, columns)
    for columns in (("lead_id", "state"), ("merge_into_id",), ("origin_id",)):
        there = sa.text(f"{columns[0]} IS NOT NULL")
        op.create_index(f"ix_matters_{'_'.join(columns)}", "matters", columns, sqlite_where=there, postgresql_where=there)
