"""演练 · `yishi rehearse`: a scenario file, or one that comes with the program, played and printed."""

import json
from dataclasses import asdict
from pathlib import Path

from .procedure.floor.rehearsal import Line, rehearse
from .procedure.floor.scenario import Scenario, read
from .procedure.floor.shelf import shelf
from .procedure.floor.steps import Malformed

HELD, DIFFERED, MALFORMED = 0, 1, 2


def listed() -> str:
    """What comes with the program, one a line."""
    return "\n".join(f"{name}  {read(text).title}" for name, text in shelf().items())


def rehearsed(file: str, as_json: bool) -> tuple[int, str]:
    """The exit status, and what to print."""
    try:
        scenario = read(_text(file))
    except Malformed as malformed:
        problem = {"file": file, "ok": False, "malformed": {"key": malformed.key, "line": malformed.line, "says": str(malformed)}}
        return MALFORMED, _dumped(problem) if as_json else f"{file} {malformed}"
    except (OSError, UnicodeDecodeError):
        return MALFORMED, _dumped({"file": file, "ok": False}) if as_json else f"{file} 打不开，或者不是 UTF-8 文本"
    lines = rehearse(scenario)
    code = DIFFERED if any(line.wrong for line in lines) else HELD
    return code, _json(file, scenario, lines) if as_json else _printed(scenario, lines)


def _text(file: str) -> str:
    """A path, or the name of one that comes with the program."""
    path = Path(file)
    return shelf()[file] if file in shelf() and not path.exists() else path.read_text(encoding="utf-8")


def _printed(scenario: Scenario, lines: tuple[Line, ...]) -> str:
    head = [f"{scenario.title}（{scenario.setup.rules.title}）", *([f"出处：{scenario.source}"] if scenario.source else []), ""]
    differing = [line for line in lines if line.wrong]
    tail = [f"第{line.step}步（文件第{line.line}行）不如预期：{'；'.join(line.wrong)}" for line in differing]
    return "\n".join([*head, *map(_row, lines), "", *(tail or ["每一步都如预期"])])


def _row(line: Line) -> str:
    mark = "不如预期" if line.wrong else "好" if line.accepted else "拒绝"
    article = f"  〔{line.article}〕" if line.article else ""
    number = "" if line.step is None else str(line.step)
    return f"{number:>3}  {_clock(line.at)}  {line.by}  {line.do}  {mark}  {line.says}{article}".rstrip()


def _clock(at: int) -> str:
    minutes, seconds = divmod(at, 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"


def _json(file: str, scenario: Scenario, lines: tuple[Line, ...]) -> str:
    return _dumped({
        "file": file,
        "title": scenario.title,
        "source": scenario.source,
        "rule_set": scenario.setup.rules.name,
        "ok": not any(line.wrong for line in lines),
        "failed": [line.step for line in lines if line.wrong],
        "lines": [asdict(line) | {"time": _clock(line.at)} for line in lines],
    })  # fmt: skip


def _dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)
