"""验收 · supervisors look at every item, sign, or send it back."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from yishi.deliveries.acceptance import AcceptanceSignature, checks_now
from yishi.notices.models import Notice
from yishi.procedure.acceptance import CheckState
from yishi.procedure.lifecycle import Case, NotYours, Refused, Unanswered
from yishi.procedure.matter import MatterState
from yishi.procedure.people import Role


def pass_everything(matter, at, who="监督员甲"):
    for check in checks_now(matter.delivery):
        if check.state is not CheckState.PASSED:
            check.take("pass", at(who))


def test_the_list_is_the_milestones_and_the_items_of_the_class(finished):
    assert [it.text for it in checks_now(finished.delivery)] == [
        "已完成：灯具进场", "已完成：安装完成", "和定稿方案一致", "每笔支出都有凭证，账目已公开",
        "质量合格，没有安全隐患", "现场已清理，周边已恢复", "保修期限和报修电话已公布",
    ]  # fmt: skip


def test_nobody_signs_before_every_item_has_passed(finished, at):
    checks = checks_now(finished.delivery)
    for check in checks[:-1]:
        check.take("pass", at("监督员甲"))
    checks[-1].take("fail", at("监督员甲", remark="没有贴电话"))
    with pytest.raises(Refused, match="还有1项没有通过"):
        finished.take("sign", at("监督员甲"))
    checks[-1].take("pass", at("监督员乙"))
    finished.take("sign", at("监督员甲"))
    assert checks[-1].checked_by.name == "监督员乙" and finished.state is MatterState.ACCEPTING


def test_a_failed_item_says_what_is_wrong(finished, at):
    with pytest.raises(Unanswered, match="请填写哪里不通过"):
        checks_now(finished.delivery)[0].take("fail", at("监督员甲"))


def test_three_distinct_signatures_bring_it_to_the_residents(session, finished, at):
    pass_everything(finished, at)
    finished.take("sign", at("监督员甲"))
    with pytest.raises(Refused, match="每位监督员只签一次"):
        finished.take("sign", at("监督员甲"))
    finished.take("sign", at("监督员乙"))
    assert finished.state is MatterState.ACCEPTING
    finished.take("sign", at("监督员丙", remark="灯很亮"))
    assert finished.state is MatterState.RATING
    assert "监督员甲、监督员乙、监督员丙" in session.scalars(select(Notice)).one().text


def test_the_database_holds_one_signature_a_person(session, finished, at):
    one = {"community_id": finished.community_id, "delivery_id": finished.delivery.id, "round": 1, "at": at("监督员甲").at}
    person_id = at("监督员甲").actor.id
    session.add_all([AcceptanceSignature(**one, person_id=person_id), AcceptanceSignature(**one, person_id=person_id)])
    with pytest.raises(IntegrityError):
        session.flush()


def test_the_unit_does_not_accept_its_own_work(finished, actor, unit, time):
    own = Case(actor("监督员甲", Role.SUPERVISOR, unit=unit.id), time.at, {"reason": ["x"], "by": ["2026-03-09"]})
    with pytest.raises(Refused, match="不验收自己的工程"):
        checks_now(finished.delivery)[0].take("pass", own)
    for step in ("sign", "rectify"):
        with pytest.raises(Refused, match="不验收自己的工程"):
            finished.take(step, own)


def test_only_supervisors_accept(finished, at):
    for who in ("王主任", "赵春梅", "物业小何"):
        with pytest.raises(NotYours):
            finished.take("sign", at(who))
        with pytest.raises(NotYours):
            checks_now(finished.delivery)[0].take("pass", at(who))


def test_what_must_be_put_right_becomes_a_milestone(finished, at):
    pass_everything(finished, at)
    finished.take("sign", at("监督员甲"))
    finished.take("rectify", at("监督员乙", reason="北侧一盏不亮", by="2026-03-12"))
    assert finished.state is MatterState.DELIVERING
    ordered = finished.delivery.milestones[-1]
    assert (ordered.name, ordered.detail, ordered.due) == ("整改1", "北侧一盏不亮", date(2026, 3, 12))
    assert finished.delivery.owed_by == date(2026, 3, 12)
    with pytest.raises(Refused, match="还有1个里程碑没有报告"):
        finished.take("finish", at("物业小何"))
    finished.take("report", at("物业小何", milestone=ordered.id, progress=100, report="换了灯泡"))
    finished.take("finish", at("物业小何"))
    assert finished.signature_ids == [] and finished.checks_open == 8
    assert "已整改：北侧一盏不亮" in [it.text for it in checks_now(finished.delivery)]
    finished_items = [it for it in finished.delivery.checks if it.round == 1]
    with pytest.raises(Refused, match="现在不在验收"):
        finished_items[0].take("fail", at("监督员甲", remark="旧清单"))


@pytest.mark.parametrize("by", ["2026-03-01", "明天", ""])
def test_putting_right_has_a_day_that_is_not_past(finished, at, by):
    with pytest.raises(Unanswered):
        finished.take("rectify", at("监督员甲", reason="x", by=by))
