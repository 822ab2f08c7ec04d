"""辩论与“您现在可以”· who may speak, move or answer finds it in the box; who presides is named when all is said."""

from tests.debates.conftest import ASK, FOR
from yishi.debates.models import run_on
from yishi.procedure.motions import MotionKind


def boxed(somebody) -> dict[str, str]:
    return {it.get_text(strip=True): it["href"] for it in somebody.page.select(".now-box a.button")}


def test_before_the_debate_begins_nobody_is_told_to_speak(person, visitor, matter):
    visitor.opens(matter).sees("辩论已经公告，还没有开始").does_not_see("议事员发言， ")
    chen = person("陈国栋").opens(matter)
    assert "发言" not in boxed(chen)
    visitor.opens("/c/liuyin").does_not_see("正在辩论")


def test_a_councillor_speaks_from_the_box(person, visitor, debate, matter):
    chen = person("陈国栋").opens(matter).sees("您还可以说2次")
    assert boxed(chen)["发言"] == f"{debate.url}#speak"
    assert boxed(chen)["提动议或修正案"] == f"{debate.url}#motions"
    chen.opens(debate.url)
    assert chen.page.select_one("#speak") and chen.page.select_one("#motions")
    chen.presses("发言", stance="for", text="南门晚上看不清。").sees("已发言")
    assert "发言" not in boxed(chen.opens(matter))
    visitor.opens("/c/liuyin").sees("正在辩论")


def test_the_plan_group_answers_from_the_box(session, person, debate, matter, says):
    asked = says("陈国栋", ASK, "电费谁付？")
    session.commit()
    lin = person("林秀兰").opens(matter).sees("还有1个没有答复")
    assert boxed(lin)["答复提问"] == f"{debate.url}#step-answer-{asked.id}"
    lin.opens(debate.url)
    assert lin.page.select_one(f"#step-answer-{asked.id}")


def test_a_motion_is_decided_from_the_box_and_from_the_inbox(person, debate, matter, moved):
    motion = moved("陈国栋", MotionKind.REFER)
    he = person("何丽").opens(matter)
    assert boxed(he)["表决动议"] == motion.url
    he.opens("/c/liuyin/todo")
    assert he.page.select_one(f"a.button[href='{motion.url}']")
    he.opens(motion.url).presses("投票", choice="aye")
    assert "表决动议" not in boxed(he.opens(matter))
    he.opens("/c/liuyin/todo").does_not_see("表决动议")


def test_when_all_is_said_whoever_presides_owes_the_question(session, person, visitor, debate, matter, says, time):
    says("陈国栋", FOR)
    time.passes(days=30)
    run_on(debate, time.at)
    session.commit()
    visitor.opens(matter).sees("辩论已经结束，等提付表决", "主持人").does_not_see("议事员发言")
    zhou = person("周敏").opens(matter)
    assert zhou.page.select_one(".now-box summary[data-kind=primary]").get_text(strip=True) == "提付表决"
