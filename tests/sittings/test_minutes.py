"""The minutes of a real sitting: there when it is over, worded, sent round, objected to line by line, signed."""

from datetime import timedelta
from io import BytesIO

import pytest
from docx import Document
from sqlalchemy import select, text

from tests.sittings.conftest import Choice, Do, Stance
from yishi.ledger.models import LedgerEntry
from yishi.procedure.lifecycle import NotYours, Refused
from yishi.procedure.sitting import Reply, SittingState
from yishi.sittings.minutes import MinutesLine, MinutesObjection
from yishi.sittings.minutes_keeping import digest, reword
from yishi.sittings.models import Attendee


@pytest.fixture
def adjourned(session, opened, does, decides):
    """One speech for, one against, a vote by telephone and hands: carried."""
    does("周敏", Do.CALL_ITEM, item=0)
    does("陈国栋", Do.REQUEST, stance=Stance.FOR)
    does("周敏", Do.GRANT)
    does("陈国栋", Do.FINISH)
    does("何丽", Do.REQUEST, stance=Stance.AGAINST)
    does("周敏", Do.GRANT)
    does("何丽", Do.FINISH)
    does("周敏", Do.PUT)
    does("陈国栋", Do.VOTE, choice=Choice.AYE)
    does("郑秘书", Do.COUNT, ayes=6, noes=2)
    does("周敏", Do.ANNOUNCE)
    does("周敏", Do.ADJOURN)
    session.commit()
    return opened


@pytest.fixture
def circulated(session, adjourned, by):
    adjourned.take("circulate", by("郑秘书"))
    session.commit()
    return adjourned


@pytest.fixture
def line(session, adjourned):
    """何丽's speech."""
    found = select(MinutesLine).where(MinutesLine.sitting_id == adjourned.id, MinutesLine.text.contains("何丽第1次发言"))
    it = session.scalars(found).one()
    session.commit()
    return it


def only_one(session, model):
    """The transaction is over, so that others may write."""
    it = session.scalars(select(model)).one()
    session.commit()
    return it


def page(sitting, *more):
    return "/".join((sitting.url, "minutes", *more))


# -- written and worded ------------------------------------------------------------------------------------------------


def test_the_minutes_are_there_when_the_sitting_ends(session, adjourned):
    lines = [it.text for it in adjourned.minutes_lines]
    assert adjourned.written_minutes and [it.position for it in adjourned.minutes_lines] == list(range(1, len(lines) + 1))
    assert "地点：社区会议室" in lines and "记录：郑秘书" in lines
    assert "陈国栋第1次发言（赞成），用时1秒。" in lines
    assert any(it.startswith("动议：“是否同意按") and "事项已由林秀兰提出并附议。" in it for it in lines)
    assert any("手机记名投票，赞成1人：陈国栋。举手点数：赞成6，反对2，弃权0。" in it for it in lines)
    assert any(it.startswith("决议：同意按") for it in lines)
    assert all(it.text == it.written and not it.changed for it in adjourned.minutes_lines)


def test_who_excused_themselves_is_not_missing(session, noticed, request):
    row = session.scalars(select(Attendee).where(Attendee.sitting_id == noticed.id, Attendee.name == "梁志强")).one()
    row.reply = Reply.AWAY
    session.commit()
    adjourned = request.getfixturevalue("adjourned")
    lines = [it.text for it in adjourned.minutes_lines]
    assert "请假：1人：梁志强" in lines and any(it.startswith("缺席：2人：") for it in lines)


def test_until_they_go_round_only_those_on_the_roll_read_them(adjourned, person, visitor):
    visitor.opens(page(adjourned)).sees("纪要正在整理").does_not_see("第1次发言")
    person("林秀兰").opens(page(adjourned)).does_not_see("第1次发言")
    person("陈国栋").opens(page(adjourned)).sees("自动写成的草稿", "何丽第1次发言").is_not_offered("交大家核对纪要")
    for path in ("print", "statistics"):
        assert visitor.opens(page(adjourned, path)).status == 404
    assert visitor.opens(f"{adjourned.url}/minutes.docx").status == 404


def test_before_it_is_over_there_are_none(session, opened, person):
    session.commit()
    person("郑秘书").opens(page(opened)).sees("散会以后才有纪要")


def test_the_secretary_words_a_line_and_the_record_stays_beside_it(session, adjourned, line, person):
    zheng = person("郑秘书")
    zheng.opens(page(adjourned)).sees("改文字")
    zheng.opens(line).presses("保存", wording="何丽发言反对：夜里太亮。").sees(
        "文字已改", "何丽发言反对：夜里太亮。", "看会上的记录"
    )
    assert zheng.page.select_one(f"#line-{line.id} .quote").get_text().startswith("何丽第1次发言（反对）")
    zheng.opens(line).presses("保存", wording="").sees("这一条怎么写")
    assert zheng.status == 422
    entry = session.scalars(select(LedgerEntry).where(LedgerEntry.step == "reword")).one()
    assert (entry.actor_name, entry.given["wording"]) == ("郑秘书", "何丽发言反对：夜里太亮。")


@pytest.mark.parametrize("name", ["周敏", "陈国栋", "王主任"])
def test_nobody_else_words_them(session, adjourned, line, by, person, name):
    with pytest.raises(NotYours, match="由本次会议的秘书整理"):
        reword(line, by(name), "改了")
    session.commit()
    person(name).posts(f"{line.url}/reword", wording="改了")
    session.expire_all()
    assert line.text == line.written


def test_once_they_go_round_the_wording_changes_only_by_an_objection(session, circulated, line, by, person):
    with pytest.raises(Refused, match="只按到会的人提的意见改"):
        reword(line, by("郑秘书"), "改了")
    session.commit()
    person("郑秘书").opens(line).is_not_offered("保存")


# -- objections --------------------------------------------------------------------------------------------------------


def test_everybody_reads_what_goes_round(circulated, visitor):
    visitor.opens(page(circulated)).sees("正在核对", "何丽第1次发言").does_not_see("提意见 ", "改文字")


def test_an_objection_is_adopted_and_the_line_changes(session, circulated, line, person, visitor):
    he = person("何丽")
    he.opens(page(circulated)).sees("提意见")
    he.opens(line).presses("提交意见", text="我说了两条理由，没有写。").sees(
        "意见已提交", "等秘书答复", "您对这一条的意见还在等答复"
    )
    assert not he.page.select("form[action$=object]")
    zheng = person("郑秘书")
    zheng.opens("/c/liuyin/todo").sees("答复对纪要的意见")
    zheng.opens(only_one(session, MinutesObjection))
    zheng.presses("照改", wording="何丽反对，理由：太亮、太贵。", answer="已补上。").sees(
        "已答复", "已照改", "何丽反对，理由：太亮、太贵。"
    )
    visitor.opens(page(circulated)).sees("何丽反对，理由：太亮、太贵。", "意见已答复")
    person("何丽").opens(line).presses("提交意见", text="还有一条。").sees("意见已提交")


def test_an_objection_is_declined_with_the_reason(session, circulated, line, person):
    person("何丽").opens(line).presses("提交意见", text="我没有发言。")
    objection = only_one(session, MinutesObjection)
    person("周敏").opens(objection).is_not_offered("不照改")
    person("郑秘书").opens(objection).presses("不照改", answer="会上记录在案。").sees("没有照改", "秘书答复：会上记录在案。")
    person("郑秘书").posts(f"{objection.url}/adopt", wording="x", answer="y")
    session.expire_all()
    assert line.text == line.written


@pytest.mark.parametrize(
    ("name", "why"),
    [("梁志强", "到会签到的人"), ("林秀兰", "到会签到的人"), ("郑秘书", "秘书")],
)
def test_only_those_who_were_there_object(session, circulated, line, by, person, name, why):
    with pytest.raises(Refused, match=why):
        line.object(by(name), "不对")
    session.commit()
    someone = person(name)
    someone.posts(f"{line.url}/object", text="不对")
    assert someone.status == 409 and session.scalars(select(MinutesObjection)).all() == []


def test_the_time_to_object_ends(circulated, line, by, time):
    time.at = circulated.due_at
    with pytest.raises(Refused, match="已经过了"):
        line.object(by("何丽"), "不对")


def test_an_objection_waits_once_in_the_database_too(session, circulated, line, by):
    from sqlalchemy.exc import IntegrityError

    first = line.object(by("何丽"), "不对")
    session.flush()
    session.add(MinutesObjection(
        community_id=first.community_id, sitting=circulated, line=line, person_id=first.person_id, text="还是不对",
        entered_at=first.entered_at, touched_at=first.touched_at,
    ))  # fmt: skip
    with pytest.raises(IntegrityError):
        session.flush()


# -- signing -----------------------------------------------------------------------------------------------------------


def test_the_chair_signs_when_the_days_are_over_and_all_is_answered(session, circulated, line, person, visitor, by, time):
    zhou = person("周敏")
    zhou.opens(page(circulated)).sees("核对期到")
    line.object(by("何丽"), "不对")
    session.commit()
    time.at = circulated.due_at + timedelta(minutes=1)
    zhou.opens(page(circulated)).sees("还有1条意见没有答复")
    zhou.opens("/c/liuyin/todo").does_not_see("签认纪要")
    zhou.posts(page(circulated, "approve"))
    assert zhou.status == 409
    person("郑秘书").opens(only_one(session, MinutesObjection)).presses("不照改", answer="照旧。")
    zhou.opens("/c/liuyin/todo").sees("签认纪要")
    zhou.opens(page(circulated)).presses("签认纪要").sees("已办理：签认纪要", "与签认时记入审计记录的指纹一致")
    zhou.posts(page(circulated, "approve"))
    assert zhou.status == 409
    session.expire_all()
    assert (circulated.state, circulated.minutes_digest) == (SittingState.SEALED, digest(circulated))
    entry = session.scalars(select(LedgerEntry).where(LedgerEntry.step == "approve")).one()
    assert entry.given["digest"] == circulated.minutes_digest
    visitor.opens(page(circulated)).sees(circulated.minutes_digest, "周敏于")


@pytest.fixture
def sealed(session, circulated, by, time):
    time.at = circulated.due_at
    circulated.take("approve", by("周敏"))
    session.commit()
    return circulated


def test_after_signing_nothing_moves(session, sealed, line, by, person):
    with pytest.raises(Refused, match="只按到会的人提的意见改"):
        reword(line, by("郑秘书"), "改了")
    with pytest.raises(Refused, match="核对的时候才能提意见"):
        line.object(by("何丽"), "不对")
    session.commit()
    person("何丽").opens(page(sealed)).does_not_see("提意见", "改文字")


@pytest.mark.parametrize(
    "statement",
    ["UPDATE minutes_lines SET text = '改了' WHERE position = 3", "UPDATE minutes_lines SET written = '改了' WHERE position = 3",
     "DELETE FROM minutes_lines WHERE position = 3"],
)  # fmt: skip
def test_signed_minutes_that_were_tampered_with_say_so(session, sealed, visitor, statement):
    visitor.opens(page(sealed)).sees("指纹一致")
    session.execute(text(statement))
    session.commit()
    visitor.opens(f"{page(sealed)}?again=1").sees("对不上，有人动过")


def test_tampering_with_the_fingerprint_as_well_does_not_help(session, sealed):
    session.execute(text("UPDATE minutes_lines SET text = '改了' WHERE position = 3"))
    session.expire_all()
    sealed.minutes_digest = digest(sealed)
    assert not sealed.minutes_sound


@pytest.mark.parametrize(("name", "step"), [("周敏", "circulate"), ("陈国栋", "circulate"), ("王主任", "circulate")])
def test_only_the_secretary_sends_them_round(session, adjourned, person, name, step):
    someone = person(name)
    someone.posts(page(adjourned, step))
    session.expire_all()
    assert someone.status in (403, 409) and adjourned.state is SittingState.ADJOURNED


def test_sent_round_once(session, adjourned, person):
    zheng = person("郑秘书")
    zheng.opens("/c/liuyin/todo").sees("整理并交出纪要")
    zheng.opens(page(adjourned)).presses("交大家核对纪要").sees("已办理：交大家核对纪要", "正在核对")
    zheng.posts(page(adjourned, "circulate"))
    assert zheng.status == 409
    zheng.opens("/c/liuyin/todo").does_not_see("整理并交出纪要")
    session.expire_all()
    assert adjourned.due_at is not None and adjourned.circulated_at is not None


def test_no_other_step_of_a_sitting_is_taken_here(adjourned, person):
    zheng = person("郑秘书")
    assert zheng.posts(page(adjourned, "cancel"), reason="x").status == 404


def test_another_community_knows_nothing_of_them(circulated, line, person):
    stranger = person("望江主任")
    for path in ("minutes", "minutes/print", "minutes.docx", "minutes/statistics", f"minutes/lines/{line.id}"):
        assert stranger.opens(f"/c/wangjiang/sittings/{circulated.id}/{path}").status == 404


# -- to take away ------------------------------------------------------------------------------------------------------


def test_on_paper_with_lines_for_the_signatures(circulated, visitor):
    visitor.opens(page(circulated, "print")).sees("还没有签认的稿子", "何丽第1次发言", "主持人（周敏）签字")


def test_the_word_file_says_what_the_page_says(sealed, visitor):
    visitor.opens(f"{sealed.url}/minutes.docx")
    assert "wordprocessingml" in visitor.response.headers["content-type"]
    paper = Document(BytesIO(visitor.response.content))
    words = [it.text for it in paper.paragraphs]
    assert words[0] == "柳荫社区居民议事会第一次会议纪要"
    assert [cell.text for cell in paper.tables[0].rows[1].cells] == ["地点", "社区会议室"]
    assert any("何丽第1次发言" in it for it in words) and "决议事项" in words
    assert any(it.startswith("主持人（周敏）签字") for it in words) and words[-1].endswith(sealed.minutes_digest)


def test_who_spoke_how_long_and_who_did_not(circulated, visitor):
    visitor.opens(page(circulated, "statistics")).sees(
        "共2次，0分2秒", "赞成，1次", "反对，1次", "没有发言", "周敏主持会议，不发表意见"
    )
    silent = visitor.words.split("没有发言")[1]
    assert "吴桂花" in silent and "陈国栋" not in silent and "周敏、" not in silent


def test_the_pages_ask_little_of_the_database(circulated, queries, visitor):
    for path, most in (("", 14), ("print", 10), ("statistics", 12)):
        with queries() as seen:
            visitor.opens(page(circulated, path) if path else page(circulated))
        assert len(seen) <= most, (path, len(seen), *seen)


def test_the_secretary_has_a_button_for_what_waits_for_an_answer(circulated, line, person):
    he = person("何丽").opens(line).presses("提交意见", text="我说的是夜里太亮。")
    assert he.opens(line).page.find("a", string="答复") is None
    zheng = person("郑秘书").opens(line)
    zheng.opens(zheng.page.find("a", class_="button", string="答复")["href"]).sees("何丽对纪要的意见", "我说的是夜里太亮")
