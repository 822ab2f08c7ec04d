"""会上修正 · what a sitting changed before it decided stands on the matter and beside the plan, with the vote."""

from sqlalchemy import select

from tests.debates.conftest import debate, matter  # noqa: F401
from tests.sittings.conftest import Do, by, decides, does, noticed, opened, sitting  # noqa: F401
from yishi.polls.models import Poll

WORDS = "坏了三年内免费修"


def carried(opened, does, decides, amended):  # noqa: F811
    """Decided and adjourned; the matter's address."""
    does("周敏", Do.CALL_ITEM, item=0)
    if amended:
        does("陈国栋", Do.AMEND, text=WORDS)
        does("何丽", Do.SECOND)
        does("周敏", Do.STATE)
        decides(ayes=7, noes=1)
    decides(ayes=7, noes=1)
    does("周敏", Do.ADJOURN)
    return opened.items[0].matter.url


def test_an_amendment_of_the_hall_stands_on_the_matter_and_beside_the_plan(opened, does, decides, session, visitor):  # noqa: F811
    url, vote = carried(opened, does, decides, amended=True), session.scalars(select(Poll)).one().url
    session.commit()
    for page in (url, f"{url}/plan"):
        link = visitor.opens(page).sees(f"会上修正：{WORDS}。").page.find("a", string="看这次表决")
        assert link["href"] == vote


def test_without_one_nothing_is_said_of_it(opened, does, decides, session, visitor):  # noqa: F811
    url = carried(opened, does, decides, amended=False)
    session.commit()
    for page in (url, f"{url}/plan"):
        visitor.opens(page).does_not_see("会上修正")
