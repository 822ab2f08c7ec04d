"""演练厅 · pick a scene and a part in it, and go through it; at the end a score, and what to practise. For this person alone."""

from collections.abc import Mapping

from litestar import Response
from sqlalchemy import select

from ..procedure.asking import Ask, Kind
from ..procedure.floor.practice import Answer, Scene, offered, played, taken, way_on
from ..procedure.floor.prompts import hint, in_words, situation
from ..procedure.floor.sayings import light
from ..procedure.floor.scenario import Scenario
from ..procedure.floor.speaking import queue
from ..procedure.lifecycle import Refused
from ..procedure.people import signed_in
from ..procedure.rule_set import RuleSet
from ..web.handlers import get, post
from ..web.visit import Visit
from .models import QUIZ, Practice
from .scenes import role_of, scenes
from .web import in_force

SCENE = Ask("scene", "情境", Kind.LINE, longest=64)
ROLE = Ask("role", "角色", Kind.LINE, longest=64)
PRESS = Ask("press", "动作", Kind.LINE, longest=64)
AFTER = Ask("after", "步数", Kind.NUMBER)
LATEST = 200  # practices looked through for the latest of each part


@get("/c/{community:str}/training/practice", only=signed_in)
def hall(visit: Visit) -> Response:
    mine = select(Practice).where(
        Practice.person_id == visit.actor.id, Practice.community_id == visit.here.id, Practice.scenario != QUIZ
    )  # fmt: skip
    latest = {
        (it.scenario, it.role): it for it in reversed(visit.session.scalars(mine.order_by(Practice.id.desc()).limit(LATEST)).all())
    }
    return visit.page("training/hall.html", scenes=_scenes(visit), latest=latest)


@post("/c/{community:str}/training/practice", only=signed_in, back=hall)
def start(visit: Visit) -> Response:
    """A part that was left in the middle goes on; else it begins."""
    wanted = visit.answers(SCENE, ROLE)
    scenario = visit.existing(_scenes(visit).get(wanted["scene"]))
    visit.existing(role_of(scenario, wanted["role"]))
    assert visit.actor.id is not None
    part = {"person_id": visit.actor.id, "community_id": visit.here.id, "scenario": wanted["scene"], "role": wanted["role"]}
    it = visit.session.scalar(select(Practice).filter_by(**part, finished_at=None).order_by(Practice.id.desc()).limit(1))
    if it is None:
        it = Practice(**part, commands=[], mistakes=[], started_at=visit.at)
        visit.session.add(it)
        visit.session.flush()
    return visit.go(f"{visit.here.url}/training/practice/{it.id}")


@get("/c/{community:str}/training/practice/{practice_id:int}", only=signed_in)
def show(visit: Visit, practice_id: int) -> Response:
    it = visit.find(Practice, practice_id)
    rules, scene = _staged(visit, it)
    if it.finished_at or scene.over:
        return visit.page("training/score.html", it=it, scene=scene, rules=rules, missed=_missed(it, rules))
    assert scene.asked
    return visit.page(
        "training/scene.html", it=it, scene=scene, floor=scene.floor, name=scene.floor.name, rules=rules, offers=offered(scene),
        last=scene.taken[-1] if scene.taken else None, in_words=in_words, situation=situation(scene.floor, scene.asked),
        hint=hint(scene.asked), plainly=way_on(scene) if len(scene.tried) > 1 else None,
        waiting=queue(scene.floor), light=light(scene.floor).rpartition("，")[0],
        own_rules=scene.scenario.setup.rules.digest != rules.digest,
    )  # fmt: skip


@post("/c/{community:str}/training/practice/{practice_id:int}", only=signed_in, back=show)
def press(visit: Visit, practice_id: int) -> Response:
    """One press: done, or answered. It always leaves the person with something to press."""
    it = visit.find(Practice, practice_id)
    sent = visit.answers(PRESS, AFTER)
    _, scene = _staged(visit, it)
    if it.finished_at or sent["after"] != len(it.commands):
        raise Refused("这一步刚才已经做过了，请看现在的情形")
    after = taken(scene, sent["press"])
    if len(after.taken) > len(scene.taken):
        it.commands = [*it.commands, sent["press"]]
        last = after.taken[-1]
        if last.answer is not Answer.RIGHT:
            it.mistakes = [
                *it.mistakes,
                {"answer": last.answer.value, "says": last.says, "parameter": last.parameter, "label": last.option.label},
            ]
        it.finished_at = visit.at if after.over else None
    return visit.go(f"{visit.here.url}/training/practice/{practice_id}")


def _scenes(visit: Visit) -> Mapping[str, Scenario]:
    version = visit.here.rule_set_version
    return scenes(version.text) if version else {}


def _staged(visit: Visit, it: Practice) -> tuple[RuleSet, Scene]:
    """The rules in force, and where the person stands in the scene. A scene that is no longer shown is gone."""
    rules = visit.existing(in_force(visit))
    scenario = visit.existing(_scenes(visit).get(it.scenario))
    return rules, played(scenario, visit.existing(role_of(scenario, it.role)), it.commands)


def _missed(it: Practice, rules: RuleSet) -> list[tuple[str, str, list[str]]]:
    """What to practise: each rule that was broken once, in the words in force, with what was pressed."""
    found: dict[str, list[str]] = {}
    for breach in it.breaches:
        found.setdefault(breach["parameter"], []).append(f"{breach['label']}：{breach['says']}")
    return [(_title(rules, name), in_words(rules, name), says) for name, says in found.items()]


def _title(rules: RuleSet, parameter: str) -> str:
    if not parameter:
        return "办事的次序"
    article = rules.article(parameter)
    return f"{article.label} {article.title}" if article else rules.parameters[parameter].label
