"""构件一览 · the things that `/ui` draws its components with; every name in them is made up."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from ..procedure.asking import Ask, Kind
from ..procedure.lifecycle import Offer, Step
from ..procedure.people import everyone
from ..procedure.words import Word


class Sample(Word):
    OPEN = "open", "待办"
    DONE = "done", "办好"


CLASSES = (("works", "工程"), ("services", "服务"), ("goods", "货物"))
TOWERS = tuple((str(n), f"{n}栋") for n in range(1, 9))

ASKS = (
    Ask("title", "名称", Kind.LINE, longest=30, hint="一句话，带动词，例如“更换3栋楼道灯”"),
    Ask("why", "为什么要做，谁受益", longest=800, hint="写看得见的事实"),
    Ask("kind", "类别", Kind.CHOICE, choices=CLASSES),
    Ask("tower", "楼栋", Kind.CHOICE, choices=TOWERS),
    Ask("serves", "惠及哪些人", Kind.CHOICES, required=False, choices=(("old", "老人"), ("young", "孩子"), ("all", "大家"))),
    Ask("cost", "估算费用", Kind.MONEY, hint="大概就行，制定方案时再细算"),
    Ask("homes", "惠及户数", Kind.NUMBER),
    Ask("start", "打算哪天开始", Kind.DATE, required=False),
    Ask("meet", "现场看看的时间", Kind.MOMENT, required=False),
    Ask("photos", "照片", Kind.FILES, required=False, hint="最多6张，每张不超过10MB，照片里的位置信息会去掉"),
    Ask("public", "我知道提交以后事项公开，任何人都能看到我的名字和内容", Kind.YES),
)
LINE_ASKS = (
    Ask("item", "项目", Kind.LINE, longest=120), Ask("quantity", "数量", Kind.NUMBER),
    Ask("unit", "单位", Kind.LINE, longest=120), Ask("price", "单价", Kind.MONEY),
)  # fmt: skip
BALLOT = Ask("choice", "您的选择", Kind.CHOICE, choices=(("for", "赞成"), ("against", "反对"), ("abstain", "弃权")))

REASON = Ask("reason", "理由", longest=300, hint="会公开，请写清楚差在哪里")
ONCE = "不予受理以后，提出人只能申诉一次。"
UNMET = ("辩论充分以后才能提付表决（需要2轮，已有1轮）", "先决定修正案")
OFFERS = tuple(
    Offer(step, step.asks, reasons)
    for step, reasons in (
        (Step("accept", "受理", Sample.OPEN, Sample.DONE, everyone), ()),
        (Step("return", "退回修改", Sample.OPEN, Sample.OPEN, everyone, asks=(REASON,)), ()),
        (Step("decline", "不予受理", Sample.OPEN, Sample.DONE, everyone, asks=(REASON,), warns=ONCE), ()),
        (Step("vote", "提付表决", Sample.OPEN, Sample.DONE, everyone), UNMET),
    )
)
LINES = (
    {"item": "庭院灯", "quantity": 12, "unit": "盏", "price": 285000},
    {"item": "草坪灯", "quantity": 18, "unit": "盏", "price": 42000},
)


def samples() -> dict[str, Any]:
    """Everything that the gallery shows and a template cannot write down by itself."""
    return {
        "asks": ASKS, "by_name": {ask.name: ask for ask in ASKS}, "line_asks": LINE_ASKS, "ballot": BALLOT,
        "offers": OFFERS, "it": SimpleNamespace(url="/ui"), "stages": STAGES, "digest": "3f9a1c07b52e88d4" + "0" * 48,
        "hours": timedelta(hours=1), "days": timedelta(days=1), "now": NOW, "next": NEXT,
        "lines": LINES,
    }  # fmt: skip


def _stages(*states: tuple[str, str]) -> tuple[SimpleNamespace, ...]:
    names = (("提", "提出项目"), ("案", "制定方案"), ("辩", "公开辩论"), ("决", "民主表决"), ("督", "跟踪监督"))
    return tuple(
        SimpleNamespace(mark=mark, label=label, state=state, small=small)
        for (mark, label), (state, small) in zip(names, states, strict=True)
    )


AHEAD = ("ahead", "")
STAGES = (
    _stages(("current", "现在"), AHEAD, AHEAD, AHEAD, AHEAD),
    _stages(("done", "9月4日"), ("done", "10月23日"), ("current", "10月26日起"), ("ahead", "最早今晚"), AHEAD),
    _stages(("done", "9月4日"), ("done", "10月23日"), ("done", "11月20日"), ("stopped", "未通过"), AHEAD),
    _stages(("done", "3月4日"), ("done", "4月23日"), ("done", "5月20日"), ("done", "5月27日"), ("done", "8月2日办结")),
)
NOW = SimpleNamespace(what="公开辩论第2轮", due=None, rows=(("主持", "周老师（示例）"), ("规则", "每人每题2次，每次不超过400字")))
NEXT = SimpleNamespace(what="提付表决", due=None, rows=(("谁", "主持人"), ("条件", "辩论充分；先决定修正案")))
