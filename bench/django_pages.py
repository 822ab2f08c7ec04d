"""The data of the three pages through Django: its ORM over our tables, its Jinja2 backend, its default middleware.

The templates write the same shell (as bytes of text) and the same rows; the work of finding and writing them is Django's.
"""

import os
from pathlib import Path
from typing import Any

import django
from django.conf import settings

HOME = Path(os.environ["YISHI_HOME"])
settings.configure(
    SECRET_KEY="bench", ALLOWED_HOSTS=["*"], ROOT_URLCONF="bench.django_urls", USE_TZ=True, DEBUG=False,
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": HOME / "yishi.sqlite3", "CONN_MAX_AGE": None}},
    TEMPLATES=[{"BACKEND": "django.template.backends.jinja2.Jinja2", "DIRS": [Path(__file__).parent / "django_templates"]}],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware", "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware", "django.middleware.csrf.CsrfViewMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    INSTALLED_APPS=["django.contrib.sessions"], SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies",
)  # fmt: skip
django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402  settings first
from django.db import models  # noqa: E402


class Table(models.Model):
    class Meta:
        abstract = True
        managed = False
        app_label = "bench"


class Community(Table):
    slug, name, parent_line = models.TextField(), models.TextField(), models.TextField()

    class Meta(Table.Meta):
        db_table = "communities"


class Person(Table):
    name = models.TextField()

    class Meta(Table.Meta):
        db_table = "people"


class Matter(Table):
    community = models.ForeignKey(Community, models.DO_NOTHING)
    proposer = models.ForeignKey(Person, models.DO_NOTHING)
    number, title, kind, state, stage = (models.TextField() for _ in range(5))
    need, place, beneficiaries = (models.TextField() for _ in range(3))
    running = models.BooleanField()
    estimate = models.BigIntegerField(null=True)
    due_at = models.DateTimeField(null=True)

    class Meta(Table.Meta):
        db_table = "matters"


class Count(Table):
    community = models.ForeignKey(Community, models.DO_NOTHING)
    state, count = models.TextField(), models.IntegerField()

    class Meta(Table.Meta):
        db_table = "matter_counts"


class Entry(Table):
    matter = models.ForeignKey(Matter, models.DO_NOTHING)
    seq, label, actor_name, at = models.IntegerField(), models.TextField(), models.TextField(), models.DateTimeField()

    class Meta(Table.Meta):
        db_table = "ledger_entries"


class Notice(Table):
    community = models.ForeignKey(Community, models.DO_NOTHING)
    title, until, takes_objections = models.TextField(), models.DateTimeField(), models.BooleanField()

    class Meta(Table.Meta):
        db_table = "notices"


def standing(community: Community, state: str) -> list[Any]:
    found = Matter.objects.filter(community=community, state=state).select_related("proposer").order_by("-id")
    return list(found[:3])


application = get_wsgi_application()
