"""演练的提示 · what a moment of a scene is about, and what helps whoever is at a loss. Neither names the button."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from ..debate import Stance
from ..rule_set import RuleSet
from .commands import Command, Do
from .sitting import Floor

Say = Callable[[Floor, Command], str]

SITUATIONS: Mapping[Do, Say] = MappingProxyType({
    Do.OPEN: lambda floor, it: "到会的人签到了，您来主持。",
    Do.CALL_ITEM: lambda floor, it: "现在该议议程上的一件事。",
    Do.STATE: lambda floor, it: f"有人提了动议，{'附议也够了，' if floor.rules.motion_seconders else ''}大家等您。",
    Do.LAPSE: lambda floor, it: "有人提了动议，您问过了，没有人附议。",
    Do.GRANT: lambda floor, it: "有人在等着说话，现在没有人发言。",
    Do.PUT: lambda floor, it: "想说的人都说完了。" if floor.open_to_debate else "这件事不讨论了，大家等您。",
    Do.ANNOUNCE: lambda floor, it: "票已经投完、点完。",
    Do.RULE: lambda floor, it: f"有人提了程序问题“{floor.point}”，您觉得{'有道理' if it.sustained else '没有道理'}。",
    Do.REMIND: lambda floor, it: f"{_name(floor, it)}说话不守规则{_article(floor, it)}，您要制止。",
    Do.WARN: lambda floor, it: f"{_name(floor, it)}被提醒过，还是这样。",
    Do.SILENCE: lambda floor, it: f"{_name(floor, it)}提醒过、警告过，还是不听。",
    Do.HAND_OVER: lambda floor, it: f"您自己想参加讨论，{_name(floor, it)}愿意替您。",
    Do.TAKE_BACK: lambda floor, it: "这件事表决完了，您是原来的主持人。",
    Do.RECESS: lambda floor, it: "大家累了，要歇一会儿。",
    Do.ADJOURN: lambda floor, it: "议程上的事都议完了。",
    Do.UNDO: lambda floor, it: "您发现刚才那一步点错了，还没有人据此办事。",
    Do.MOVE: lambda floor, it: f"您想请大家决定一件事：{it.text}。",
    Do.SECOND: lambda floor, it: "有人提了动议，您觉得值得拿出来议一议。",
    Do.REQUEST: lambda floor, it: f"您想说几句{_stance(it)}。",
    Do.FINISH: lambda floor, it: "您在发言，要说的都说完了。" if _mine(floor, it) else "发言的人说完了，还没有坐下。",
    Do.AMEND: lambda floor, it: f"您觉得动议要改一改：{it.text}。",
    Do.CLOSE_DEBATE: lambda floor, it: "您觉得话说得够多了，该表决了。",
    Do.APPEAL: lambda floor, it: "主持人刚作了裁定，您觉得裁定得不对，想请大家来定。",
    Do.POINT_OF_ORDER: lambda floor, it: f"您听到有人违反规则：{it.text}。主持人没有制止。",
    Do.RECONSIDER: lambda floor, it: "您当时投的是胜的一方，现在觉得那个决定要再议。",
    Do.VOTE: lambda floor, it: f"正在表决，您想好了：{it.choice.label if it.choice else ''}。",
})  # fmt: skip

HINTS: Mapping[Do, str] = MappingProxyType({
    Do.OPEN: "人数够了，先宣布会议开始，别的才能办。",
    Do.CALL_ITEM: "先说清楚现在议哪一件，才能提动议。",
    Do.STATE: "有人提、有人附议以后，主持人把动议念清楚，大家才知道在议什么。",
    Do.LAPSE: "没有人附议的动议不议了，说明白就往下走。",
    Do.GRANT: "没有人在说的时候，按次序请下一位。",
    Do.PUT: "话都说完，再说决议：请大家表决。",
    Do.ANNOUNCE: "点完票，当场告诉大家结果。",
    Do.RULE: "有人提程序问题，主持人马上说成立还是不成立。",
    Do.REMIND: "第一次先提醒。",
    Do.WARN: "提醒过还不听的，警告。",
    Do.SILENCE: "警告过还不听的，这件事上不让他再说。",
    Do.HAND_OVER: "主持人不说自己的意见。要说，先请别人坐到主持的位子上。",
    Do.TAKE_BACK: "表决完了，原来的主持人回到位子上。",
    Do.RECESS: "没有事情等着决定的时候，主持人可以宣布歇一会儿。",
    Do.ADJOURN: "事情都议完了，宣布散会。",
    Do.UNDO: "刚做的一步可以收回来重做。",
    Do.MOVE: "要做什么、在哪里做，用一句话提出来，大家才好议。",
    Do.SECOND: "动议要另有人表示值得一议，才能往下走。",
    Do.REQUEST: "想说话先举手，等主持人点到您。",
    Do.FINISH: "说完了就说一声，让给下一位。",
    Do.AMEND: "不是反对整件事，是想改其中一处：提出来改成什么。",
    Do.CLOSE_DEBATE: "想停下讨论，要提出来由大家定，三分之二同意才停。",
    Do.APPEAL: "对裁定不服，当场就要提，过了这一刻就不行了。",
    Do.POINT_OF_ORDER: "规则被违反了，谁都可以当场向主持人提出来。",
    Do.RECONSIDER: "投了胜方一票的人，可以提请把决定再议一次。",
    Do.VOTE: "正在表决，投您的一票。",
})  # fmt: skip


def situation(floor: Floor, asked: Command) -> str:
    """What the person finds before them."""
    say = SITUATIONS.get(asked.do)
    return say(floor, asked) if say else f"这时您想{asked.do.label}。"


def hint(asked: Command) -> str:
    return HINTS.get(asked.do, f"这时要做的是“{asked.do.label}”。")


def in_words(rules: RuleSet, parameter: str) -> str:
    """What a rule set says about this: its article, or the entry of its annex; '' where no parameter was cited."""
    if not parameter:
        return ""
    article = rules.article(parameter)
    return (
        f"{rules.quotes(parameter)}：{article.text}"
        if article
        else f"{rules.quotes(parameter)}：{rules.parameters[parameter].shown}"
    )


def _name(floor: Floor, it: Command) -> str:
    return floor.name(it.to) if it.to is not None else ""


def _article(floor: Floor, it: Command) -> str:
    """（第八条“不攻击”）, where the scene names an article that there is."""
    return next((f"（{one.label}“{one.title}”）" for one in floor.rules.articles if str(one.number) == it.article), "")


def _stance(it: Command) -> str:
    if it.stance is None:
        return "，这里不用先说立场"
    return "，有一处要问清楚" if it.stance is Stance.ASK else f"，您是{it.stance.label}的"


def _mine(floor: Floor, it: Command) -> bool:
    return floor.speech is not None and floor.speech.person_id == it.by
