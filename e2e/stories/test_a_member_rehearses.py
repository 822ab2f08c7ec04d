"""先练再开会 · a member reads the cards, passes the quiz, and goes through a sitting in which the program plays everybody else."""

from yishi.procedure.quiz import questions
from yishi.procedure.rule_set import load

TRAINING = "/c/liuyin/training"


def test_a_member_learns_the_rules_before_the_first_sitting(person, 赵春梅):
    member = person("陈国栋", viewport={"width": 390, "height": 800})
    member.opens("/c/liuyin/rules").presses("学规则、练开会").sees("第五条 限时限次", "每次发言不超过2分钟")
    passes_the_quiz(member)
    member.presses("去演练厅").sees("别人由程序来演").presses("演议事员何丽")
    goes_through_a_scene(member)
    where = member.path
    member.presses("换一幕").sees("上次7步得6分")
    assert 赵春梅.opens(where).status == 404
    赵春梅.opens(f"{TRAINING}/practice").does_not_see("上次7步得6分")


def passes_the_quiz(member):
    """One wrong answer of thirteen is allowed, and told with its article."""
    member.presses("做小测").sees("答对11题就合格")
    asked = questions(load("luohu10"))
    for number, it in enumerate(asked, 1):
        wrong = it.article.number == 6
        member.chooses(it.asks, it.options[(it.right + wrong) % 3])
        member.presses("下一题" if number < len(asked) else "交卷，看结果")
    member.sees("合格", "13题答对12题", "第六条“不打断”")


def goes_through_a_scene(member):
    """何丽 has spoken twice; a third time is refused, an amendment is another question."""
    member.sees("轮到您了", "您是反对的").presses("举手：反对").sees("做对了")
    member.presses("说完了").presses("举手：提问").presses("说完了").sees("您觉得动议要改一改", "已得4分")
    member.presses("举手：反对").sees("不合规则", "何丽已经说了2次", "第五条“限时限次”", "提示：", "已得3分")
    member.cannot_press("举手：反对", because="最多发言2次").presses("提修正案：改为十五个车位").sees("做对了")
    member.presses("举手：赞成").presses("说完了").sees("演完了", "6分", "有1次不合规则", "第五条 限时限次")


def test_it_works_without_javascript(person):
    member = person("陈国栋", js=False)
    member.opens(f"{TRAINING}/quiz").presses("下一题").sees("请选择答案")
    member.opens(f"{TRAINING}/practice").presses("演议事员林秀兰").presses("提出动议").sees("不合规则", "提示：")
    member.presses("附议").presses("举手：赞成").presses("说完了").presses("投票：赞成").sees("3分")
