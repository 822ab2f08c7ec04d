"""监督与“您现在可以”· looking before signing, what a signature relies on, and the day by which a report is due."""

import pytest


def box(somebody):
    return somebody.page.select_one(".now-box")


def test_looking_comes_before_signing(person, finished):
    jia = person("监督员甲").opens(finished.url)
    first = box(jia).select_one("[data-kind=primary]")
    assert (first.get_text(strip=True), first["href"]) == ("逐项验收", f"{finished.url}/supervision#checklist")
    jia.sees("项没有通过", "验收清单还有")
    jia.opens(f"{finished.url}/supervision")
    assert jia.page.select_one("#checklist")


def test_a_signature_says_what_it_relies_on(session, person, visitor, finished, at, ledger):
    checks = finished.delivery.checks
    for check in checks[1:]:
        check.take("pass", at("监督员甲"))
    checks[0].take("pass", at("监督员乙"))
    session.commit()
    yi = person("监督员乙").opens(finished.url).sees("您亲自看过1项", "您没有亲自看过的，以那一位的记录为准")
    assert box(yi).select_one("[data-kind=primary]").get_text(strip=True) == "记录走访"
    yi.presses("验收签字").sees("亲自看过1项", f"另外{len(checks) - 1}项认可其他监督员的记录")
    told = ledger()[-1]
    assert told.step == "sign" and told.given["looked_at"] == {"监督员甲": len(checks) - 1, "监督员乙": 1}
    session.commit()
    bing = person("监督员丙").opens(finished.url)
    assert box(bing).select_one("[data-kind=primary]").get_text(strip=True) == "逐项验收"


def test_the_contractors_inbox_names_the_day(person, matter, time):
    he = person("物业小何").opens("/c/liuyin/todo").sees("报告进展", "3月10日(周二)24:00到期").does_not_see("没有期限")
    time.passes(days=12)
    he.opens("/c/liuyin/todo").sees("已逾期")


@pytest.mark.parametrize("name", ["监督员甲", "王主任"])
def test_a_change_is_decided_from_the_box(session, person, matter, at, name):
    matter.take("change", at("物业小何", line=matter.delivery.lines[0].id, amount="100", reason="线要加长"))
    session.commit()
    somebody = person(name).opens(matter.url)
    link = next(it for it in box(somebody).select("a.button") if it.get_text(strip=True) == "决定变更")
    somebody.opens(link["href"].partition("#")[0]).presses("同意变更").sees("已同意")


def test_a_locked_step_says_what_is_missing(person, matter):
    person("物业小何").opens(matter.url).sees("还有2个里程碑没有报告做完", "还没有记过支出").does_not_see("每个里程碑都已报告")


def test_when_all_is_reported_the_contractor_owes_the_next_step(session, visitor, matter, at):
    for milestone in matter.delivery.milestones:
        matter.take("report", at("物业小何", milestone=milestone.id, progress=100, report="做好了"))
    session.commit()
    visitor.opens(matter.url).sees("全部报告做完，等申请验收", "柳荫物业服务中心")
