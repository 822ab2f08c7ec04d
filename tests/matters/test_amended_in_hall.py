"""会上修正 · what a sitting changed before it decided: written into the plan, or, where there was none to change, beside it."""

from sqlalchemy import select

from tests.debates.conftest import TEXT, debate, matter  # noqa: F401
from tests.sittings.conftest import Do, by, decides, does, noticed, opened, sitting  # noqa: F401
from yishi.notices.models import Notice
from yishi.polls.models import Poll
from yishi.procedure.amendment import AmendmentForm
from yishi.procedure.notice import NoticeKind
from yishi.sittings.floor import _kept

WORDS, STOOD = "坏了三年内免费修", TEXT.splitlines()[2]


def carried(opened, does, decides, **amendment):  # noqa: F811
    """Decided and adjourned; the matter's address."""
    does("周敏", Do.CALL_ITEM, item=0)
    if amendment:
        does("陈国栋", Do.AMEND, **amendment)
        does("何丽", Do.SECOND)
        does("周敏", Do.STATE)
        decides(ayes=7, noes=1)
    decides(ayes=7, noes=1)
    does("周敏", Do.ADJOURN)
    return opened.items[0].matter.url


def test_a_paragraph_changed_in_the_hall_stands_in_the_plan_and_not_beside_it(opened, does, decides, session, visitor):  # noqa: F811
    url = carried(opened, does, decides, form=AmendmentForm.REWRITE, paragraph=3, text=f"{WORDS}。")
    poll, name = session.scalars(select(Poll)).one(), opened.name
    session.commit()
    notice = session.scalars(select(Notice).filter_by(kind=NoticeKind.RESULT)).one()
    visitor.opens(f"{url}/plan").sees(f"{name}修正案一", "第2版").does_not_see("会上修正：", STOOD)
    assert visitor.page.select_one("#p3").get_text() == f"{WORDS}。"
    assert visitor.page.select_one("[data-digest]").get_text() == poll.digest
    visitor.opens(url).does_not_see("会上修正：")
    visitor.opens(f"{url}/plan/compare").sees(STOOD, f"{WORDS}。")
    for page in (notice, poll):
        visitor.opens(page.url).sees("会上已修正：改写第3段。修正后是A方案第2版")
        assert visitor.words.count("改写第3段") == 1


def test_an_amendment_that_is_not_of_a_plan_stands_on_the_matter_and_beside_it(opened, does, decides, session, visitor):  # noqa: F811
    """Of a sitting that was opened before paragraphs were kept."""
    item = opened.items[0]
    item.prepared = {key: value for key, value in item.prepared.items() if key != "paragraphs"}
    session.commit()
    _kept.clear()
    url, vote = carried(opened, does, decides, text=WORDS), session.scalars(select(Poll)).one().url
    session.commit()
    for page in (url, f"{url}/plan"):
        link = visitor.opens(page).sees(f"会上修正：{WORDS}。").page.find("a", string="看这次表决")
        assert link["href"] == vote
    visitor.opens(f"{url}/plan").sees("第1版").does_not_see("第2版")


def test_without_one_nothing_is_said_of_it(opened, does, decides, session, visitor):  # noqa: F811
    url = carried(opened, does, decides)
    session.commit()
    for page in (url, f"{url}/plan"):
        visitor.opens(page).does_not_see("会上修正")
