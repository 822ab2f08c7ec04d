"""The scenarios that come with the program hold; a file that is wrong says where; the command answers by its exit status."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from yishi.cli import main
from yishi.procedure.floor import Do
from yishi.procedure.floor.rehearsal import rehearse
from yishi.procedure.floor.scenario import read
from yishi.procedure.floor.shelf import shelf
from yishi.procedure.floor.steps import CHECKS, KEYS, Malformed

SHELF = shelf()
HEAD = """title = "试"
rule_set = "luohu10"
members = ["陈国栋", "林秀兰", "周敏"]
chair = "周敏"
items = ["照明"]
"""
CHECK_IN = '\n[[step]]\nby = "*"\ndo = "check_in"\n'


@pytest.mark.parametrize("name", SHELF)
def test_every_scenario_that_ships_holds_and_tells_its_source(name):
    scenario = read(SHELF[name])
    assert scenario.source
    assert [(line.step, line.wrong) for line in rehearse(scenario) if line.wrong] == []


def test_there_are_enough_of_them_and_the_sourced_ones_are_there():
    assert len(SHELF) >= 15
    sources = [read(text).source for text in SHELF.values()]
    for named in ("莲塘", "民新", "McClintock", "forumflash", "roberts-rules.com"):
        assert any(named in source for source in sources), named
    assert {read(text).setup.rules.name for text in SHELF.values()} == {"luohu10", "robert", "consensus"}


def played(steps: str, head: str = HEAD):
    return rehearse(read(head + steps))


def step(**keys) -> str:
    return "\n[[step]]\n" + "".join(
        f"{key.replace('__', '.')} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in keys.items()
    )


def test_a_step_comes_a_second_after_the_one_before_or_when_it_says():
    lines = played(
        CHECK_IN + step(by="周敏", do="open", at="01:05") + step(do="wait", at="1:00:00") + step(by="周敏", do="adjourn")
    )
    assert [line.at for line in lines] == [1, 1, 1, 65, 3600, 3601]


def test_everybody_does_it_in_the_order_of_the_file_each_alone():
    lines = played(step(by="陈国栋", do="check_in") + CHECK_IN)
    assert [(line.by, line.accepted) for line in lines[1:]] == [("陈国栋", False), ("林秀兰", True), ("周敏", True)]
    assert not any(line.wrong for line in lines)


@pytest.mark.parametrize(
    ("check", "says"),
    [
        ({"expect__quorum": False}, "quorum 应为 False，实际是 True"),
        ({"expect__speaker": "陈国栋"}, "speaker 应为 陈国栋，实际是 none"),
        ({"expect__next": "陈国栋"}, "next 应为"),
        ({"expect__queue": ["陈国栋"]}, "queue 应为"),
        ({"expect__pending": "main"}, "pending 应为 main，实际是 none"),
        ({"expect__verdict": "lost"}, "verdict 应为 lost"),
        ({"expect__silenced": ["陈国栋"]}, "silenced 应为"),
        ({"expect__legal": ["put"]}, "legal 应为 put"),
        ({"expect__illegal": ["adjourn"]}, "illegal 应为 adjourn"),
        ({"expect": "refused"}, "应当被拒绝，却办成了"),
    ],
)
def test_what_is_not_as_expected_is_said(check, says):
    lines = played(CHECK_IN + step(by="周敏", do="open", **check))
    assert says in lines[-1].wrong[0]


def test_a_refusal_is_known_by_its_article_by_its_parameter_and_by_its_reason():
    began = CHECK_IN + step(by="周敏", do="open") + step(by="周敏", do="call_item", item="照明")
    for name in ("1", "chair_neutral"):
        lines = played(began + step(by="周敏", do="move", motion="装灯", expect="refused", article=name))
        assert lines[-1].wrong == () and lines[-1].article == name
    lines = played(began + step(by="周敏", do="move", motion="装灯", expect="refused", article="5"))
    assert "应当依据“5”拒绝" in lines[-1].wrong[0]
    lines = played(began + step(by="周敏", do="move", motion="装灯"))
    assert "应当办成，却被拒绝" in lines[-1].wrong[0]


def test_the_example_in_the_docs_can_be_played():
    page = (Path(__file__).parents[3] / "docs" / "floor.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```toml\n(.+?)```", page, re.DOTALL)
    assert [line.wrong for line in rehearse(read(example)) if line.wrong] == []


def test_the_transcript_is_the_same_every_time():
    assert rehearse(read(SHELF["01-second-and-alternate"])) == rehearse(read(SHELF["01-second-and-alternate"]))


@pytest.mark.parametrize(
    ("text", "key", "line"),
    [
        (HEAD.replace('chair = "周敏"', 'chair = "外人"') + CHECK_IN, "chair", 4),
        (HEAD.replace("luohu10", "luohu11") + CHECK_IN, "rule_set", 2),
        (HEAD.replace("title", "titel") + CHECK_IN, "titel", 1),
        (HEAD.replace('title = "试"\n', "") + CHECK_IN, "title", 1),
        (HEAD.replace('"陈国栋", "林秀兰"', '"陈国栋", "陈国栋"') + CHECK_IN, "members", 3),
        (HEAD.replace('"陈国栋", ', '"秘书", ') + CHECK_IN, "members", 3),
        (HEAD.replace('["照明"]', '["照明", "照明"]') + CHECK_IN, "items", 5),
        (HEAD + 'observers = ["陈国栋"]\n' + CHECK_IN, "observers", 6),
        (HEAD + '[rules]\npassing = "1/2"\n' + CHECK_IN, "rules", 6),
        (HEAD + 'units = { "外人" = "物业" }\n' + CHECK_IN, "units", 6),
        (HEAD, "step", 1),
        (HEAD + "x = = 1\n", "TOML", 6),
        (HEAD + CHECK_IN + step(by="周敏", do="opne"), "do", 13),
        (HEAD + CHECK_IN + step(by="外人", do="open"), "by", 12),
        (HEAD + CHECK_IN + step(do="open"), "by", 11),
        (HEAD + CHECK_IN + step(by="周敏", do="open", whom="x"), "whom", 14),
        (HEAD + CHECK_IN + step(by="周敏", do="open", at="00:00"), "at", 14),
        (HEAD + CHECK_IN + step(by="周敏", do="open", at="七点"), "at", 14),
        (HEAD + CHECK_IN + step(by="周敏", do="call_item", item="别的"), "item", 14),
        (HEAD + CHECK_IN + step(by="周敏", do="call_item"), "item", 11),
        (HEAD + CHECK_IN + step(by="陈国栋", do="move"), "motion", 11),
        (HEAD + CHECK_IN + step(by="陈国栋", do="vote", choice="同意"), "choice", 14),
        (HEAD + CHECK_IN + step(by="陈国栋", do="request", stance="弃权"), "stance", 14),
        (HEAD + CHECK_IN + step(by="周敏", do="rule", sustained="yes"), "sustained", 14),
        (HEAD + CHECK_IN + step(by="秘书", do="count", **{"for": -1}), "for", 14),
        (HEAD + CHECK_IN + step(by="周敏", do="open", expect="maybe"), "expect", 14),
        (HEAD + CHECK_IN + step(by="周敏", do="open", expect__speker="周敏"), "speker", 14),
        (HEAD + CHECK_IN + step(by="周敏", do="open", expect__legal=["opne"]), "legal", 14),
        (HEAD + CHECK_IN + step(by="周敏", do="hand_over"), "to", 11),
        (HEAD + CHECK_IN + step(by="周敏", do="grant", to="外人"), "to", 14),
    ],
)
def test_a_file_that_is_wrong_names_the_key_and_the_line(text, key, line):
    with pytest.raises(Malformed) as malformed:
        read(text)
    assert (malformed.value.key, malformed.value.line) == (key, line)
    assert str(malformed.value).startswith(f"第{line}行 {key}：")


ANYTHING = st.one_of(
    st.sampled_from(["", "x", "*", "秘书", "陈国栋", "none", "ok", "refused", "99:99", "00:00:00"]), st.integers(), st.booleans(),
    st.floats(allow_nan=False, allow_infinity=False), st.lists(st.sampled_from(["x", "陈国栋", ["y"], 1])),
)  # fmt: skip
HEAD_KEYS = ("title", "rule_set", "members", "chair", "items", "observers", "tellers", "units", "rules", "source", "note")


@settings(max_examples=1500)
@given(
    st.sampled_from(HEAD_KEYS),
    st.sampled_from(sorted(KEYS | {f"expect.{it}" for it in CHECKS})),
    ANYTHING,
    ANYTHING,
    st.sampled_from(Do),
)
def test_whatever_a_file_says_it_is_played_or_refused_with_the_line(head, key, value, other, do):
    row = {"by": '"陈国栋"', "do": f'"{do.value}"', key: json.dumps(value, ensure_ascii=False)}
    lines = [line for line in HEAD.splitlines() if not line.startswith(head)]
    for told in (HEAD, "\n".join([*lines, f"{head} = {json.dumps(other, ensure_ascii=False)}\n"])):
        text = told + CHECK_IN + "\n[[step]]\n" + "\n".join(f"{name} = {it}" for name, it in row.items())
        fault = fault_of(text)
        assert fault is None or fault.line >= 1 and fault.key in {*HEAD_KEYS, *KEYS, *CHECKS, "TOML", "step"}


def fault_of(text: str) -> Malformed | None:
    try:
        rehearse(read(text))
    except Malformed as malformed:
        return malformed
    return None


# -- the command -----------------------------------------------------------------------------------------------------


def run(tmp_path, text: str, *options: str):
    path = tmp_path / "试.toml"
    path.write_text(text, encoding="utf-8")
    return CliRunner().invoke(main, ["rehearse", str(path), *options])


def test_the_command_prints_what_happened_and_ends_with_nought(tmp_path):
    done = run(tmp_path, HEAD + CHECK_IN + step(by="周敏", do="open"))
    assert done.exit_code == 0
    assert "00:00:02  周敏  开会  好  开会；实到3，应到3，已达法定人数" in done.output
    assert done.output.endswith("每一步都如预期\n")


def test_the_command_ends_with_one_and_names_the_step(tmp_path):
    done = run(tmp_path, HEAD + CHECK_IN + step(by="陈国栋", do="open"))
    assert done.exit_code == 1
    assert "第2步（文件第11行）不如预期：应当办成，却被拒绝" in done.output


def test_the_command_ends_with_two_and_names_the_key_and_the_line(tmp_path):
    done = run(tmp_path, HEAD + CHECK_IN + step(by="陈国栋", do="opne"))
    assert done.exit_code == 2
    assert "第13行 do：第2步，没有“opne”这个动作" in done.output
    assert CliRunner().invoke(main, ["rehearse", str(tmp_path / "没有.toml")]).exit_code == 2


def test_the_command_prints_json(tmp_path):
    for text, code in ((HEAD + CHECK_IN, 0), (HEAD + CHECK_IN + step(by="陈国栋", do="open"), 1), (HEAD + "x", 2)):
        done = run(tmp_path, text, "--json")
        printed = json.loads(done.output)
        assert (done.exit_code, printed["ok"]) == (code, code == 0)
    assert json.loads(run(tmp_path, HEAD + CHECK_IN, "--json").output)["lines"][0]["time"] == "00:00:01"


def test_the_command_lists_what_ships_and_plays_it_by_name():
    listed = CliRunner().invoke(main, ["rehearse"])
    assert listed.exit_code == 0 and "03-liantang-2016  莲塘社区" in listed.output
    assert CliRunner().invoke(main, ["rehearse", "03-liantang-2016"]).exit_code == 0
