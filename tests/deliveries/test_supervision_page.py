"""监督页 · what a matter's supervision tab shows, and the acts people have on it."""

import io

import pytest
from PIL import Image
from sqlalchemy import select

from yishi.communities.attachments import Attachment
from yishi.deliveries.models import Report


def picture(colour="teal", form="JPEG"):
    out = io.BytesIO()
    Image.new("RGB", (640, 400), colour).save(out, form)
    return out.getvalue()


PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def tab(matter):
    return f"{matter.url}/supervision"


def test_before_delivery_the_tab_says_what_will_come(visitor, session, posted):
    session.commit()
    visitor.opens(tab(posted)).sees("还没有开始实施")


def test_the_unit_reports_with_photographs(person, visitor, session, matter):
    he = person("物业小何")
    milestone = matter.delivery.milestones[0]
    he.opens(tab(matter)).presses(
        "报告进展", milestone=milestone.id, progress=100, report="十二盏灯都到了 <script>alert(1)</script> 😀",
        files=[("photos", ("现场.jpg", picture(), "image/jpeg")), ("photos", ("现场2.png", picture("red", "PNG"), "image/png"))],
    )  # fmt: skip
    he.sees("已记下进展", "灯具进场，做到100%", "总进度50%", "<script>alert(1)</script> 😀")
    assert session.scalars(select(Attachment)).all()[0].subject.startswith("reports/")
    visitor.opens(tab(matter)).sees("报告做完", "物业小何")
    src = visitor.page.select_one(".photos img")["src"]
    assert visitor.opens(src).response.headers["content-type"] == "image/webp"


@pytest.mark.parametrize("sent", [b"MZ\x90 not a picture", b"", b"<svg onload=alert(1)>"])
def test_a_wrong_file_is_refused_and_nothing_is_kept(person, session, matter, sent):
    he = person("物业小何").opens(tab(matter))
    he.presses(
        "报告进展", milestone=matter.delivery.milestones[0].id, progress=10, report="到了一盏",
        files=[("photos", ("a.jpg", sent, "image/jpeg"))],
    )  # fmt: skip
    assert he.status == 422
    he.sees("a.jpg")
    assert "到了一盏" in he.page.select_one("textarea[name=report]").get_text()
    assert session.query(Report).count() == session.query(Attachment).count() == 0


def test_an_expense_needs_its_voucher(person, session, matter):
    he, line = person("物业小何"), matter.delivery.lines[0]
    paid = {"line": line.id, "amount": "¥300.05", "paid_on": "2026-03-02", "payee": "示例灯具店", "purpose": "买灯"}
    he.opens(tab(matter)).presses("记一笔支出", **paid)
    assert he.status == 422
    he.sees("请至少选一个照片或文件")
    he.presses("记一笔支出", files=[("vouchers", ("发票.pdf", PDF, "application/pdf"))], **paid)
    he.sees("已记下支出", "第1笔", "示例灯具店", "¥300.05", "¥699.95")
    assert he.page.find("a", string="凭证") is not None


def test_a_program_is_no_voucher(person, session, matter):
    he = person("物业小何").opens(tab(matter))
    he.presses(
        "记一笔支出", line=matter.delivery.lines[0].id, amount="1", paid_on="2026-03-02", payee="店", purpose="灯",
        files=[("vouchers", ("发票.pdf", b"MZ\x90\x00 a program", "application/pdf"))],
    )  # fmt: skip
    assert he.status == 422
    he.sees("发票.pdf", "不是能收的格式").does_not_see("第1笔")
    session.commit()
    assert session.query(Attachment).count() == 0


def test_a_forged_line_is_no_line(person, matter):
    he = person("物业小何").opens(tab(matter))
    he.presses(
        "记一笔支出",
        line=9999,
        amount=1,
        paid_on="2026-03-02",
        payee="x",
        purpose="x",
        files=[("vouchers", ("a.pdf", PDF, "application/pdf"))],
    )
    assert he.status == 422
    he.sees("请从列出的选项里选")


def test_what_was_refused_is_still_on_the_page(person, matter):
    he = person("物业小何").opens(tab(matter))
    he.presses(
        "记一笔支出", line=matter.delivery.lines[0].id, amount="1000.01", paid_on="2026-03-02", payee="示例灯具店", purpose="买灯"
    )
    assert he.status == 422
    he.sees("超出¥0.01", "须先办变更")
    assert he.page.select_one("input[name=payee]")["value"] == "示例灯具店"


def test_a_second_press_is_the_same_press(person, session, matter):
    he = person("物业小何").opens(tab(matter))
    form = he._button("报告进展").find_parent("form")
    for _ in range(2):
        he.sends(form, milestone=matter.delivery.milestones[0].id, progress=10, report="到了一盏")
    assert session.query(Report).count() == 1


def test_a_supervisor_fills_the_checklist_in_one_form(person, visitor, finished):
    jia = person("监督员甲").opens(tab(finished))
    jia.cannot_sign = [p for p in jia.page.select(".why") if "验收签字" in p.get_text()]
    assert jia.cannot_sign and "还有7项没有通过" in jia.words
    checks = finished.delivery.checks
    jia.presses("记下这些")
    assert jia.status == 409
    jia.sees("还没有改动")
    answers = {f"check-{it.id}": "passed" for it in checks[:-1]}
    jia.presses("记下这些", **answers, **{f"check-{checks[-1].id}": "failed"})
    assert jia.status == 422
    jia.sees("请填写哪里不通过")
    jia.presses("记下这些", **answers, **{f"check-{checks[-1].id}": "failed", f"remark-{checks[-1].id}": "没有贴电话"}).sees(
        "已记下7项"
    )
    visitor.opens(tab(finished)).sees("没有贴电话", "不通过", "监督员甲")
    jia.presses("记下这些", **{f"check-{checks[-1].id}": "passed", f"remark-{checks[-1].id}": "", "check-99999": "failed"}).sees(
        "已记下1项"
    )
    jia.presses("验收签字")
    visitor.opens(tab(finished)).sees("已有1位")


def test_two_supervisors_do_not_overwrite_each_other(person, visitor, session, finished):
    jia, yi, first, second = person("监督员甲"), person("监督员乙"), finished.delivery.checks[0].id, finished.delivery.checks[1].id
    session.commit()
    jia.opens(tab(finished)).presses("记下这些", **{f"check-{first}": "passed"})
    jia.opens(tab(finished))
    yi.opens(tab(finished)).presses("记下这些", **{f"check-{first}": "failed", f"remark-{first}": "少一盏"}).sees("已记下1项")
    jia.presses("记下这些", **{f"check-{second}": "passed"}).sees("已记下1项")
    visitor.opens(tab(finished)).sees("少一盏")
    yi.presses("记下这些", **{f"check-{first}": "failed", f"remark-{first}": "少两盏"}).sees("已记下1项")
    stale = yi._button("记下这些").find_parent("form")
    jia.opens(tab(finished)).presses("记下这些", **{f"check-{first}": "passed"})
    yi.sends(stale, **{f"check-{first}": "failed", f"remark-{first}": "还是少"})
    assert yi.status == 422
    yi.sees("刚刚由监督员甲记为“通过”，请再看一次")


def test_staff_do_not_fill_the_checklist(person, finished):
    staff = person("王主任").opens(tab(finished)).is_not_offered("记下这些")
    staff.posts(f"{tab(finished)}/checks", **{f"check-{finished.delivery.checks[0].id}": "passed"})
    assert staff.status == 403


def test_nothing_of_the_ratings_is_seen_while_the_window_is_open(person, visitor, accepted, time):
    for name, rating in (("赵春梅", "bad"), ("孙立", "bad")):
        person(name).opens(tab(accepted)).presses("提交评价", rating=rating, remark="北门还黑")
    for name in ("赵春梅", "王主任", "管理员", "周敏"):
        person(name).opens(tab(accepted)).does_not_see("北门还黑", "不满意2").sees("截止以前谁也看不到结果")
        person(name).opens(f"{accepted.url}/record").does_not_see("北门还黑", "bad")
    person("赵春梅").opens(tab(accepted)).sees("每人只评价一次")
    visitor.opens(tab(accepted)).is_not_offered("提交评价")


def test_the_result_and_remarks_are_seen_when_it_is_closed(person, visitor, database, accepted, time):
    from yishi.ledger.tick import tick

    person("赵春梅").opens(tab(accepted)).presses("提交评价", rating="fair", remark="北门还黑")
    time.passes(days=16)
    tick(database, time.at)
    visitor.opens(tab(accepted)).sees("基本满意", "北门还黑", "共1人评价").does_not_see("赵春梅 北门还黑")


def test_a_resident_says_it_is_not_done(person, visitor, accepted):
    person("孙立").opens(tab(accepted)).presses("没办好，要求重新验收", reason="3栋门口一盏不亮")
    visitor.opens(tab(accepted)).sees("居民说没办好", "3栋门口一盏不亮", "这一次已有1人，满3人就中断评价，重新验收")
    for name in ("林秀兰", "许静"):
        person(name).opens(tab(accepted)).presses("没办好，要求重新验收", reason="<b>也不亮</b>")
    visitor.opens(tab(accepted)).sees("<b>也不亮</b>", "第2次", "居民反映的已解决", "第1次验收以后的评价：中断")


def test_a_stranger_of_another_community_finds_nothing(person, matter):
    stranger = person("望江主任")
    elsewhere = matter.url.replace("liuyin", "wangjiang")
    assert stranger.opens(f"{elsewhere}/supervision").status == 404
    for act in ("report", "visit", "spend", "supervision/checks"):
        stranger.posts(f"{elsewhere}/{act}", milestone="1", progress="1", report="x")
        assert stranger.status in (403, 404), act
    stranger.posts(f"{matter.url}/report", milestone=str(matter.delivery.milestones[0].id), progress="1", report="x")
    assert stranger.status == 403


def test_the_page_costs_the_same_however_much_happened(session, visitor, queries, matter, at):
    milestone, line = matter.delivery.milestones[0], matter.delivery.lines[0]
    visitor.opens(tab(matter))
    with queries() as few:
        visitor.opens(tab(matter))
    for n in range(25):
        matter.take("report", at("物业小何", milestone=milestone.id, progress=n, report=f"第{n}天"))
        matter.take("spend", at("物业小何", line=line.id, amount="1", paid_on="2026-03-02", payee="店", purpose="灯"))
        matter.take("visit", at("监督员甲", visited_on="2026-03-02", sound="yes", findings=f"第{n}次"))
    session.commit()
    with queries() as many:
        visitor.opens(tab(matter))
    assert len(many) <= len(few) + 2 and len(many) <= 25, [len(few), len(many)]
    visitor.sees("第24天", "更早的报告", "更早的支出").does_not_see("第2天")
