"""What a test of this package wants to know of the database without staying in anybody's way."""

import pytest
from sqlalchemy import select

from yishi.people.models import Person


@pytest.fixture
def found(database):
    def read(statement):
        with database.reading() as it:
            return it.scalars(statement).all()

    return read


@pytest.fixture
def of(found):
    return lambda name: found(select(Person).filter_by(name=name))[0]
