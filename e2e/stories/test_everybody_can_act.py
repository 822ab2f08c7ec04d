"""人人办得成 · without scripts, without a mouse, in large type, signed out halfway, with an unsteady hand or too much to say."""

import pytest
from sqlalchemy import delete, select

from e2e.earlier import Earlier
from e2e.keyboard import Keyboard
from e2e.town import photo
from yishi.debates.models import Speech
from yishi.matters.comments import Comment
from yishi.matters.models import Matter
from yishi.people.models import Person, SignIn
from yishi.procedure.debate import Stance
from yishi.procedure.matter import MatterState

SIZE = "document.documentElement.dataset.size ?? ''"
NEED = "晚上看不清台阶，去年摔了两位老人。请沿步道装灯。"
KNOWN = "我知道提交以后事项公开，任何人都能看到我的名字和内容"
TEN_MEGABYTES = 3_500_000 * "长"
TELEPHONE = {"viewport": {"width": 320, "height": 700}}


@pytest.mark.parametrize("js", [False, True], ids=["without scripts", "with scripts"])
def test_on_a_small_telephone_in_large_type_something_is_proposed_seconded_and_voted_on(js, town, person):
    林秀兰, 赵春梅, 何丽 = (person(name, js=js, **TELEPHONE) for name in ("林秀兰", "赵春梅", "何丽"))
    sizes: list[str] = []
    for it in (林秀兰, 赵春梅, 何丽):
        it.opens("/c/liuyin").page.get_by_role("button", name="大字").click()
        it.sees("标准").page.on("domcontentloaded", lambda page: sizes.append(page.evaluate(SIZE)))

    林秀兰.opens("/c/liuyin").presses("提出事项").fills("要办的事", "南门步道加装路灯").chooses("种类", "微项目")
    林秀兰.presses("下一步：写清楚").fills("为什么要办，办成什么样", NEED).presses("下一步：核对").sees("有4处要改")
    林秀兰.fills("地点", "南门").fills("谁受益", "1、2、3栋的住户").chooses("类别", "工程类").fills("估算费用", "40000")
    林秀兰.attaches("加照片", "晚上的步道.jpg", photo(30)).presses("下一步：核对").sees_picture("第1张照片：晚上的步道.jpg")
    林秀兰.ticks(KNOWN).presses("提交").sees("已提交，编号柳荫街-柳荫-2026-0001")
    赵春梅.opens(林秀兰.path).presses("附议").sees("已办理：附议", "已有1人")
    何丽.opens(Earlier(town, "北门加一条长椅").voting().url + "/poll").presses("去投票").presses("下一步：核对").sees("请选择")
    何丽.chooses(何丽.question, "赞成").presses("下一步：核对").presses("投出选票").sees("您的票已收到", "您投的是 赞成")
    assert len(sizes) > 10 and set(sizes) == {"elder"}


def test_with_the_keyboard_alone_something_is_proposed_seconded_and_voted_on(town, person):
    林秀兰, 赵春梅, 何丽 = (person(name, reduced_motion="reduce") for name in ("林秀兰", "赵春梅", "何丽"))
    keys = Keyboard(林秀兰.opens("/c/liuyin"))
    assert keys.press("Tab").at == "跳到正文"
    keys.press("Enter").goes_to("提出事项").enters().goes_to("要办的事").types("南门步道加装路灯")
    keys.goes_to("微项目").press("Space").goes_to("下一步：写清楚").enters()
    keys.goes_to("为什么要办").types(NEED).goes_to("下一步：核对").enters()
    assert keys.at.startswith("有4处要改")
    keys.goes_to("请填写地点").press("Enter")
    assert keys.at.startswith("地点")
    keys.types("南门").goes_to("谁受益").types("1、2、3栋的住户").goes_to("工程类").press("Space").goes_to("估算费用").types(
        "40000"
    )
    keys.goes_to("下一步：核对").enters().goes_to("提交").enters()
    assert "勾选" in keys.at
    keys.goes_to(KNOWN, "input").press("Space").goes_to("提交", "button").enters()
    林秀兰.sees("已提交，编号柳荫街-柳荫-2026-0001")
    Keyboard(赵春梅.opens(林秀兰.path)).goes_to("附议", "button").enters()
    赵春梅.sees("已办理：附议")
    keys = Keyboard(何丽.opens(Earlier(town, "北门加一条长椅").voting().url + "/poll")).goes_to("去投票").enters()
    keys.goes_to("赞成").press("Space").press("ArrowDown").goes_to("下一步：核对").enters().goes_to("投出选票").enters()
    何丽.sees("您的票已收到", "您投的是 反对")


def test_who_was_signed_out_halfway_signs_in_and_sends_what_was_written(town, 何丽):
    matter = Earlier(town).debating()
    何丽.opens(matter.url + "/debate").chooses("先表明立场", "反对").fills("发言", "先看看\n预算够不够。")
    with town.meanwhile() as session:
        session.execute(delete(SignIn).where(SignIn.person_id == session.scalars(select(Person.id).filter_by(name="何丽")).one()))
    何丽.presses("发言").sees("登录").presses("何丽").sees("您写的都还在")
    assert 何丽.page.get_by_label("发言").input_value() == "先看看\n预算够不够。"
    assert 何丽.page.get_by_label("反对").is_checked()
    何丽.presses("提交").sees("已发言", "先看看 预算够不够。")
    assert town.counts(Speech, stance=Stance.AGAINST) == 1


@pytest.mark.parametrize("js", [False, True], ids=["without scripts", "with scripts"])
def test_two_presses_and_a_reload_are_one_act(js, town, person):
    matter, 孙立, 钱进 = Earlier(town).consulting(), person("孙立", js=js), person("钱进", js=js)
    孙立.opens(matter.url + "/plan").presses("提意见，对风险与对策").fills("您的意见", "开挖会断水。")
    孙立.page.get_by_role("button", name="提交意见").dblclick()  # the second press may break off the first
    孙立.sees("开挖会断水。").page.reload()
    assert town.counts(Comment, matter_id=matter.id) == 1
    钱进.opens("/c/liuyin/matters/new").fills("要办的事", "北门加一条长椅").chooses("种类", "公共议题")
    assert _presses_until_it_answers(钱进, "下一步：写清楚") == (1 if js else 2)
    钱进.opens("/c/liuyin/matters/drafts").sees("北门加一条长椅")
    assert town.counts(Matter, state=MatterState.DRAFT) == 1


@pytest.mark.parametrize("js", [False, True], ids=["without scripts", "with scripts"])
def test_who_goes_back_finds_what_was_written_and_does_nothing_twice(js, town, person):
    林秀兰, 何丽 = person("林秀兰", js=js), person("何丽", js=js)
    林秀兰.opens("/c/liuyin/matters/new").fills("要办的事", "南门步道加装路灯").chooses("种类", "公共议题").presses(
        "下一步：写清楚"
    )
    林秀兰.fills("地点", "南门").fills("谁受益", "全体居民").fills("为什么要办，办成什么样", NEED).presses("下一步：核对").sees(
        "核对一遍"
    )
    林秀兰.goes(林秀兰.page.go_back)
    assert 林秀兰.page.get_by_label("为什么要办，办成什么样").input_value() == NEED
    林秀兰.presses("下一步：核对").ticks(KNOWN).presses("提交").sees("已提交，编号柳荫街-柳荫-2026-0001")
    林秀兰.goes(林秀兰.page.go_back)
    assert town.counts(Matter) == 1

    debate = Earlier(town, "北门加一条长椅").debating().url + "/debate"
    何丽.opens(debate).chooses("先表明立场", "反对").fills("发言", "先看看预算够不够。").presses("发言").sees("已发言")
    何丽.goes(何丽.page.go_back)
    何丽.sees("先看看预算够不够。").page.reload()
    assert town.counts(Speech) == 1


def test_what_is_far_too_long_stays_where_it_was_typed(town, 何丽):
    matter = Earlier(town).debating()
    field = _speech(何丽.opens(matter.url + "/debate").chooses("先表明立场", "反对"))
    for text, sentence in ((20_000 * "长", "超出19600个字"), (TEN_MEGABYTES, "超出3499600个字")):
        field.evaluate("(field, text) => { field.value = text; field.dispatchEvent(new Event('input', { bubbles: true })) }", text)
        何丽.sees(sentence)
    何丽.page.get_by_role("button", name="发言", exact=True).click()
    assert "太长了，没有提交" in field.evaluate("field => field.validationMessage")
    assert field.evaluate("field => field.value.length") == len(TEN_MEGABYTES) and field.evaluate(
        "it => it === document.activeElement"
    )
    field.evaluate("(field, text) => { field.value = text }", 20_000 * "长")
    何丽.presses("发言").sees("每次发言不超过400字，现在有20000字，请删去19600字")
    assert 何丽.status == 422
    assert field.input_value() == 20_000 * "长" and 何丽.page.get_by_role("radio", name="反对").first.is_checked()
    何丽.fills("发言", "🏮👨‍👩‍👧 <script>alert(1)</script> & <b>灯</b>").presses("发言")
    何丽.sees("已发言", "🏮👨‍👩‍👧 <script>alert(1)</script> & <b>灯</b>")


def test_without_scripts_the_way_back_leads_to_what_was_far_too_long(town, person):
    何丽 = person("何丽", js=False)
    field = _speech(何丽.opens(Earlier(town).debating().url + "/debate").chooses("先表明立场", "反对"))
    field.evaluate("(field, text) => { field.value = text }", TEN_MEGABYTES)
    何丽.presses("发言").sees("发来的内容太大，没有收下", "请按浏览器的“返回”")
    assert 何丽.status == 413
    何丽.goes(何丽.page.go_back)
    assert field.evaluate("field => field.value.length") == len(TEN_MEGABYTES)
    assert 何丽.page.get_by_role("radio", name="反对").first.is_checked()


def _speech(member):
    return member.page.locator("textarea[name=text]").first


def _presses_until_it_answers(person, label):
    """Twice: the act is done, but its answer does not come. How many forms were sent."""
    page, sent = person.page, []

    def keeps(route):
        if route.request.method == "POST":
            sent.append(route.fetch(max_redirects=0).status)
        else:
            route.continue_()

    page.route("**/*", keeps)
    button = page.get_by_role("button", name=label)
    button.scroll_into_view_if_needed()
    box = button.bounding_box()
    for _ in range(2):
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.wait_for_timeout(500)
    page.unroute_all()
    assert set(sent) == {303}
    return len(sent)
