"""主持 · reminders up the ladder, the chair handed over, the plan group's answers."""

import pytest
from sqlalchemy import select

from tests.debates.conftest import AGAINST, ASK, FOR
from tests.matters.planning import matter_in_review
from yishi.communities.models import RuleSetVersion, digest_of
from yishi.debates.models import Answer, Debate, Reminder
from yishi.debates.turns import turn
from yishi.ledger.models import LedgerEntry
from yishi.procedure.amendment import AmendmentForm
from yishi.procedure.rule_set import shipped


@pytest.fixture
def said(says, session):
    """`said("陈国栋", FOR)`: and seen by all."""

    def say(*one):
        speech = says(*one)
        session.commit()
        return speech

    return say


def test_the_chair_reminds_and_it_stays_under_the_speech(person, debate, said, visitor, session):
    speech = said("陈国栋", FOR)
    zhou = person("周敏").opens(debate.url)
    zhou.presses("提醒发言人", ground="attack")
    zhou.sees("已提醒，记录在发言下面")
    visitor.opens(debate.url).sees("主持人提醒：请只说事，不说人（《罗湖议事十条（据公开资料整理）》第八条“不攻击”）")
    zhou.posts(f"{debate.url}/speeches/{speech.id}/remind", ground="attack")
    assert zhou.status == 409
    assert len(session.scalars(select(Reminder)).all()) == 1


def test_a_second_time_is_a_warning_and_a_third_time_ends_the_speeches(person, debate, said, time, amend, council, session):
    first, second = amend("谢明", AmendmentForm.STRIKE, 2), amend("谢明", AmendmentForm.STRIKE, 3)
    speeches = [said("陈国栋", FOR), said("陈国栋", AGAINST, "要留着。", first), said("陈国栋", AGAINST, "也要。", second)]
    zhou = person("周敏")
    for rung, speech in zip(("提醒", "警告"), speeches, strict=False):
        zhou.posts(f"{debate.url}/speeches/{speech.id}/remind", ground="off_topic")
        zhou.sees(f"已{rung}", f"主持人{rung}：请回到正在讨论的这件事上来")
    time.passes(days=4)
    turn(debate, council("陈国栋")).raise_hand(AGAINST)
    assert FOR not in turn(debate, council("吴桂花")).open_to
    session.commit()
    zhou.posts(f"{debate.url}/speeches/{speeches[2].id}/remind", ground="attack")
    zhou.sees("主持人停止发言：请只说事，不说人", "在这件事上不再发言", "第十条")
    chen = person("陈国栋").opens(debate.url).sees("主持人已经停止您在这件事上的发言（第十条）").is_not_offered("发言")
    assert chen.posts(f"{debate.url}/speak", stance="for", text="好。").status == 409
    session.expire_all()
    assert FOR in turn(debate, council("吴桂花")).open_to  # nobody waits for who may not speak


@pytest.mark.parametrize("name", ["何丽", "赵春梅", "王主任", "郑秘书", "管理员", "望江主持"])
def test_nobody_but_the_chair_reminds(person, debate, said, name, session):
    speech = said("陈国栋", FOR)
    someone_else = person(name).opens(debate.url).is_not_offered("提醒发言人")
    assert someone_else.posts(f"{debate.url}/speeches/{speech.id}/remind", ground="attack").status == 403
    assert session.scalars(select(Reminder)).all() == []


def test_a_ground_that_is_none_is_not_taken(person, debate, said):
    speech = said("陈国栋", FOR)
    zhou = person("周敏").opens(debate.url)
    assert zhou.posts(f"{debate.url}/speeches/{speech.id}/remind", _step=f"remind-{speech.id}", ground="ugly").status == 422
    zhou.sees("提醒什么请从列出的选项里选")


def test_a_speech_of_another_matter_is_not_found_here(person, debate, said, session, home, time):
    speech = said("陈国栋", FOR)
    other = matter_in_review(session, home, time, number="柳荫街-柳荫-2026-0002")
    session.commit()
    assert person("周敏").posts(f"{other.url}/debate/speeches/{speech.id}/remind", ground="attack").status == 404
    assert person("周敏").posts(f"{debate.url}/speeches/99999/remind", ground="attack").status == 404


def test_the_chair_is_handed_over_and_the_roles_are_exchanged(person, debate, said, session):
    said("陈国栋", FOR)
    zhou = person("周敏").opens(debate.url)
    names = [option.text for option in zhou.page.select("#hand_over-to option")]
    assert "陈国栋" not in names
    assert "周敏" not in names
    he = str(next(o["value"] for o in zhou.page.select("#hand_over-to option") if o.text == "何丽"))
    zhou.presses("请别人主持", to=he)
    zhou.sees("从现在起由何丽主持", "主持 何丽，代主持人主持到这件事表决完为止")
    zhou.is_not_offered("请别人主持").is_not_offered("提醒发言人")
    zhou.presses("发言", stance="against", text="主持人，我反对，预算里没有检测费。")
    zhou.sees("已发言")
    acting = person("何丽").opens(debate.url).sees("主持人不发表意见").is_not_offered("发言")
    acting.presses("提醒发言人", ground="off_topic")
    acting.sees("已提醒")


def test_who_has_the_chair_for_now_puts_the_question_and_the_chair_does_not(person, debate, session, time, said):
    zhou = person("周敏").opens(debate.url)
    he = next(o["value"] for o in zhou.page.select("#hand_over-to option") if o.text == "何丽")
    zhou.presses("请别人主持", to=he)
    person("何丽").opens(debate.matter).sees("提付表决")
    zhou.opens(debate.matter).is_not_offered("提付表决")
    assert zhou.posts(f"{debate.matter.url}/put").status == 403


def test_the_secretary_may_record_who_presides(person, debate, session):
    session.commit()
    secretary = person("郑秘书").opens(debate.url)
    he = next(o["value"] for o in secretary.page.select("#hand_over-to option") if o.text == "何丽")
    assert secretary.presses("请别人主持", to=he).status == 200
    session.expire_all()
    assert session.get(Debate, debate.id).stand_in.name == "何丽"


@pytest.mark.parametrize("to", ["", "0", "99999", "陈国栋", "-1"])
def test_the_chair_goes_to_nobody_who_is_not_listed(person, debate, session, to):
    session.commit()
    zhou = person("周敏").opens(debate.url)
    assert zhou.posts(f"{debate.url}/hand_over", _step="hand_over", to=to).status == 422


def test_the_plan_group_answers_a_question_once_and_on_record(person, debate, said, visitor, session):
    speech = said("谢明", ASK, "主持人，请问时控由谁调？")
    visitor.opens(debate.url).sees("等方案小组答复")
    lin = person("林秀兰").opens(debate.url)
    lin.presses("提交答复", text="主持人，由物业调。")
    visitor.opens(debate.url).sees("方案小组林秀兰答复 主持人，由物业调。").does_not_see("等方案小组答复")
    lin.posts(f"{debate.url}/speeches/{speech.id}/answer", text="再答一次。")
    assert lin.status == 409
    assert [a.text for a in session.scalars(select(Answer))] == ["主持人，由物业调。"]
    assert session.scalars(select(LedgerEntry.given).where(LedgerEntry.step == "answer")).one()["text"] == "主持人，由物业调。"


def test_only_a_question_is_answered_and_only_by_the_plan_group(person, debate, said):
    speech = said("陈国栋", FOR)
    lin = person("林秀兰").opens(debate.url).is_not_offered("提交答复")
    assert lin.posts(f"{debate.url}/speeches/{speech.id}/answer", text="好。").status == 409
    asked = said("谢明", ASK, "由谁调？")
    assert person("赵春梅").posts(f"{debate.url}/speeches/{asked.id}/answer", text="好。").status == 403
    assert lin.posts(f"{debate.url}/speeches/{asked.id}/answer", text="好" * 401).status == 422


def test_a_chair_who_is_not_neutral_speaks(session, debate, matter, council, time):
    text = shipped("consensus")
    version = RuleSetVersion(
        community_id=matter.community_id, name="consensus", number=1, title="联席会议", text=text, digest=digest_of(text),
        adopted_on=time.at.date(), recorded_at=time.at,
    )  # fmt: skip
    matter.rule_set_version = version
    session.flush()
    assert turn(debate, council("周敏")).speak(None, "我的看法是先装再看。").stance is None
