"""Sittings: agenda, roll, what happened on the floor (append-only), minutes; and polls that were decided in a hall.

Every poll from before was held online.
"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_21_sittings"
down_revision = "2026_11_21_two_officials"
branch_labels = None
depends_on = None

Moment = sa.DateTime(timezone=True)


def upgrade() -> None:
    new_tables()
    with op.batch_alter_table("polls") as polls:
        polls.add_column(sa.Column("held_at", sa.String(length=200), nullable=True))
    op.execute("UPDATE polls SET held_at = ''")
    with op.batch_alter_table("polls") as polls:
        polls.alter_column("held_at", existing_type=sa.String(length=200), nullable=False)
    add()
    keep_what_happened()


def add() -> None:
    """No matter from before is in a hall, and nothing was said of it there."""
    for table, column, kind in (("matters", "in_hall", sa.Boolean()), ("debates", "spoken_in_hall", sa.Integer())):
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column(column, kind, nullable=True))
        op.execute(f"UPDATE {table} SET {column} = {'false' if column == 'in_hall' else '0'}")
        with op.batch_alter_table(table) as batch:
            batch.alter_column(column, existing_type=kind, nullable=False)


def keep_what_happened() -> None:
    """No UPDATE and no DELETE of an event of a floor, whoever asks."""
    if op.get_bind().dialect.name == "sqlite":
        for deed in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER floor_events_no_{deed.lower()} BEFORE {deed} ON floor_events "
                "BEGIN SELECT RAISE(ABORT, 'the floor is append-only'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION floor_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the floor is append-only'; END $$"
    )
    op.execute(
        "CREATE TRIGGER floor_events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON floor_events "
        "FOR EACH STATEMENT EXECUTE FUNCTION floor_is_append_only()"
    )


def new_tables() -> None:
    op.create_table(
        "sittings",
        sa.Column(
            "state",
            sa.Enum(
                "planned",
                "noticed",
                "open",
                "failed",
                "cancelled",
                "adjourned",
                "circulated",
                "sealed",
                name="sittingstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("rule_set_version_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("starts_at", Moment, nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("chair_id", sa.Integer(), nullable=False),
        sa.Column("secretary_id", sa.Integer(), nullable=False),
        sa.Column("presided_by_id", sa.Integer(), nullable=True),
        sa.Column("copied_from_id", sa.Integer(), nullable=True),
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("noticed_at", Moment, nullable=True),
        sa.Column("opened_at", Moment, nullable=True),
        sa.Column("adjourned_at", Moment, nullable=True),
        sa.Column("circulated_at", Moment, nullable=True),
        sa.Column("sealed_at", Moment, nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("secret", sa.String(length=64), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("minutes_digest", sa.String(length=64), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("entered_at", Moment, nullable=False),
        sa.Column("due_at", Moment, nullable=True),
        sa.Column("touched_at", Moment, nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["bodies.id"], name=op.f("fk_sittings_body_id")),
        sa.ForeignKeyConstraint(["chair_id"], ["people.id"], name=op.f("fk_sittings_chair_id")),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name=op.f("fk_sittings_community_id")),
        sa.ForeignKeyConstraint(["copied_from_id"], ["sittings.id"], name=op.f("fk_sittings_copied_from_id")),
        sa.ForeignKeyConstraint(["rule_set_version_id"], ["rule_set_versions.id"], name=op.f("fk_sittings_rule_set_version_id")),
        sa.ForeignKeyConstraint(["secretary_id"], ["people.id"], name=op.f("fk_sittings_secretary_id")),
        sa.ForeignKeyConstraint(["presided_by_id"], ["people.id"], name=op.f("fk_sittings_presided_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sittings")),
        sa.UniqueConstraint("body_id", "number", name=op.f("uq_sittings_body_id_number")),
    )
    with op.batch_alter_table("sittings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sittings_community_id"), ["community_id"], unique=False)
        batch_op.create_index("ix_sittings_community_id_starts_at", ["community_id", "starts_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_sittings_due_at"), ["due_at"], unique=False)
        batch_op.create_index("ix_sittings_state_due_at", ["state", "due_at"], unique=False)

    op.create_table(
        "attendees",
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "place",
            sa.Enum("member", "observer", name="place", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("unit", sa.String(length=200), nullable=False),
        sa.Column("seated_at", Moment, nullable=True),
        sa.Column("told_at", Moment, nullable=True),
        sa.Column("seen_at", Moment, nullable=True),
        sa.Column(
            "reply", sa.Enum("coming", "away", name="reply", native_enum=False, create_constraint=True, length=32), nullable=True
        ),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("replied_at", Moment, nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name=op.f("fk_attendees_community_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_attendees_person_id")),
        sa.ForeignKeyConstraint(["sitting_id"], ["sittings.id"], name=op.f("fk_attendees_sitting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendees")),
        sa.UniqueConstraint("sitting_id", "person_id", name=op.f("uq_attendees_sitting_id_person_id")),
    )
    with op.batch_alter_table("attendees", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attendees_community_id"), ["community_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_attendees_person_id"), ["person_id"], unique=False)
        batch_op.create_index("ix_attendees_person_id_told_at", ["person_id", "told_at"], unique=False)

    op.create_table(
        "floor_events",
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("event", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name=op.f("fk_floor_events_community_id")),
        sa.ForeignKeyConstraint(["sitting_id"], ["sittings.id"], name=op.f("fk_floor_events_sitting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_floor_events")),
        sa.UniqueConstraint("sitting_id", "seq", name=op.f("uq_floor_events_sitting_id_seq")),
    )
    op.create_table(
        "minutes_lines",
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=200), nullable=False),
        sa.Column("item", sa.Integer(), nullable=True),
        sa.Column("at", Moment, nullable=True),
        sa.Column("written", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name=op.f("fk_minutes_lines_community_id")),
        sa.ForeignKeyConstraint(["sitting_id"], ["sittings.id"], name=op.f("fk_minutes_lines_sitting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_lines")),
        sa.UniqueConstraint("sitting_id", "position", name=op.f("uq_minutes_lines_sitting_id_position")),
    )
    with op.batch_alter_table("minutes_lines", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_minutes_lines_community_id"), ["community_id"], unique=False)

    op.create_table(
        "agenda_items",
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("decide", "discuss", "report", name="itemkind", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("prepared", sa.JSON(), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum(
                "carried",
                "lost",
                "referred",
                "withdrawn",
                "open",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("resolution", sa.Text(), nullable=False),
        sa.Column("poll_id", sa.Integer(), nullable=True),
        sa.Column("settled_at", Moment, nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name=op.f("fk_agenda_items_community_id")),
        sa.ForeignKeyConstraint(["matter_id"], ["matters.id"], name=op.f("fk_agenda_items_matter_id")),
        sa.ForeignKeyConstraint(["poll_id"], ["polls.id"], name=op.f("fk_agenda_items_poll_id")),
        sa.ForeignKeyConstraint(["sitting_id"], ["sittings.id"], name=op.f("fk_agenda_items_sitting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_items")),
        sa.UniqueConstraint("sitting_id", "position", name=op.f("uq_agenda_items_sitting_id_position")),
    )
    with op.batch_alter_table("agenda_items", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agenda_items_community_id"), ["community_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_agenda_items_matter_id"), ["matter_id"], unique=False)

    op.create_table(
        "hall_speeches",
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column("debate_id", sa.Integer(), nullable=False),
        sa.Column("speaker_id", sa.Integer(), nullable=False),
        sa.Column(
            "stance",
            sa.Enum("for", "against", "ask", name="stance", native_enum=False, create_constraint=True, length=32),
            nullable=True,
        ),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name=op.f("fk_hall_speeches_community_id")),
        sa.ForeignKeyConstraint(["debate_id"], ["debates.id"], name=op.f("fk_hall_speeches_debate_id")),
        sa.ForeignKeyConstraint(["sitting_id"], ["sittings.id"], name=op.f("fk_hall_speeches_sitting_id")),
        sa.ForeignKeyConstraint(["speaker_id"], ["people.id"], name=op.f("fk_hall_speeches_speaker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hall_speeches")),
    )
    with op.batch_alter_table("hall_speeches", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hall_speeches_community_id"), ["community_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_hall_speeches_debate_id"), ["debate_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_hall_speeches_sitting_id"), ["sitting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_hall_speeches_speaker_id"), ["speaker_id"], unique=False)

    op.create_table(
        "minutes_objections",
        sa.Column(
            "state",
            sa.Enum(
                "waiting", "adopted", "declined", name="minutesobjectionstate", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("entered_at", Moment, nullable=False),
        sa.Column("due_at", Moment, nullable=True),
        sa.Column("touched_at", Moment, nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name=op.f("fk_minutes_objections_community_id")),
        sa.ForeignKeyConstraint(["line_id"], ["minutes_lines.id"], name=op.f("fk_minutes_objections_line_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_minutes_objections_person_id")),
        sa.ForeignKeyConstraint(["sitting_id"], ["sittings.id"], name=op.f("fk_minutes_objections_sitting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_objections")),
    )
    with op.batch_alter_table("minutes_objections", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_minutes_objections_community_id"), ["community_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_minutes_objections_due_at"), ["due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_minutes_objections_line_id"), ["line_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_minutes_objections_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_minutes_objections_sitting_id"), ["sitting_id"], unique=False)
    waiting = sa.text("state = 'waiting'")
    op.create_index(
        "uq_minutes_objections_waiting", "minutes_objections", ["line_id", "person_id"], unique=True,
        sqlite_where=waiting, postgresql_where=waiting,
    )  # fmt: skip
