"""事项页 · the frame around every tab of a matter: head, strip, now and next, the acts you have, the facts."""

from typing import Any

from litestar import Response

from ..procedure.matter import OVER, MatterKind
from ..web.visit import Visit
from .acts import acts_of
from .models import Matter
from .now import following, now, strip

TABS = (
    ("overview", "概要", ""), ("plan", "方案", "/plan"), ("debate", "辩论", "/debate"),
    ("poll", "表决", "/poll"), ("supervision", "监督", "/supervision"), ("record", "全部记录", "/record"),
)  # fmt: skip


def matter_page(visit: Visit, matter: Matter, template: str, *, tab: str, **context: Any) -> Response:
    """A tab of the matter's page. The template extends `matters/frame.html` and fills `tab`."""
    found = acts_of(visit, matter)
    return visit.page(
        template,
        matter=matter,
        tab=tab,
        tab_links=[(_called(matter, name, label), f"{matter.url}{path}", name == tab) for name, label, path in TABS],
        offers=matter.offers(visit.case),
        owed=[act for act in found if act.owed],
        others=[act for act in found if not act.owed],
        stages=strip(matter.state, matter.kind, matter.reached),
        now=now(matter, visit.at),
        following=following(matter, visit.at),
        idle=_idle(visit, matter),
        who="、".join(role.label for role in sorted(visit.actor.roles)),
        **context,
    )


def _called(matter: Matter, name: str, label: str) -> str:
    """A change of the rules is not supervised: it takes effect."""
    return "生效" if matter.kind is MatterKind.RULE_CHANGE and name == "supervision" else label


def _idle(visit: Visit, matter: Matter) -> str:
    """Why there is nothing for this person to do, where there is nothing."""
    if matter.state in OVER:
        return "这件事项已经结束，不用再办什么。"
    if visit.actor.id is None:
        return "登录以后，能办的事、轮到您办的事会出现在这里。"
    if not visit.actor.roles:
        return f"这是{visit.here.name}的事，由登记在本社区的居民和在任的人参与；您随时可以看。"
    return "现在没有您能办的事，轮到您时会出现在这里和待办里。"
