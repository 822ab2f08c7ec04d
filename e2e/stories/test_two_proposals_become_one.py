"""两件并成一件 · one lamp too many proposed: both proposers must agree, each may change their mind, and one matter goes on."""

from e2e.earlier import Earlier

ONE, OTHER = "柳荫街-柳荫-2026-0001", "柳荫街-柳荫-2026-0002"


def test_two_proposers_agree_and_their_matters_become_one(town, 林秀兰, 赵春梅, 王主任, 孙立):
    kept, given = Earlier(town).in_review(), Earlier(town, "南门台阶边加灯", "赵春梅").in_review()
    _proposes(王主任, given, "柳荫街-柳荫-2026-0009").sees("没有编号为“柳荫街-柳荫-2026-0009”的事项")
    _proposes(王主任, given, OTHER).sees("不能并入自己")
    merge = _proposes(王主任, given, ONE).sees("等赵春梅、林秀兰答复").presses("看两件对照").path
    王主任.is_not_offered("同意合并").opens(given).cannot_press(
        "受理、退回补正、不予受理", because="等赵春梅、林秀兰答复合并提议，或者先收回合并提议"
    )
    赵春梅.opens("/c/liuyin/todo").sees("南门台阶边加灯").opens(merge).sees("南门步道加装路灯", "并入的", "保留的")
    赵春梅.presses("同意合并").sees("等林秀兰答复").is_not_offered("同意合并")
    王主任.opens(given).cannot_press("合并", because="等林秀兰答复合并提议")
    林秀兰.opens(merge).presses("同意合并").sees("两位提出人都已同意")
    王主任.opens(given).presses("合并").sees("以另一件的编号继续").presses("合并").sees("已并入", ONE)
    孙立.opens(given).presses(f"{ONE} 南门步道加装路灯").sees("并入了这一件，并入时有5人附议")
    孙立.opens(merge).sees("已合并")
    孙立.opens(str(kept.url) + "/record").sees("并入事项")


def test_a_merge_is_refused_called_back_or_forgotten(town, 林秀兰, 赵春梅, 王主任):
    Earlier(town).in_review()
    given = Earlier(town, "南门台阶边加灯", "赵春梅").in_review()

    merge = _proposes(王主任, given, ONE).presses("看两件对照").path
    赵春梅.opens(merge).presses("不同意合并").fills("为什么不同意", "台阶和步道不是一回事。").presses("不同意合并")
    赵春梅.sees("提出人不同意")

    merge = _proposes(王主任, given, ONE).presses("看两件对照").path
    赵春梅.opens(merge).presses("同意合并")
    林秀兰.opens(merge).presses("同意合并").sees("都已同意")
    赵春梅.opens(merge).presses("改为不同意").fills("为什么不同意", "邻居们劝我单独办。").presses("改为不同意")
    赵春梅.sees("提出人不同意")

    merge = _proposes(王主任, given, ONE).presses("看两件对照").path
    王主任.presses("收回合并提议").fills("为什么收回", "再去现场看一看。").presses("收回合并提议").sees("已收回")

    merge = _proposes(王主任, given, ONE).presses("看两件对照").path
    赵春梅.opens(merge).presses("同意合并")
    林秀兰.opens(merge).presses("同意合并")
    王主任.opens(merge).presses("收回合并提议").fills("为什么收回", "两处隔着一条路。").presses("收回合并提议").sees("已收回")

    merge = _proposes(王主任, given, ONE).presses("看两件对照").path
    town.waits(days=8)
    林秀兰.opens(merge).sees("逾期没有答复").is_not_offered("同意合并")
    王主任.opens(given).presses("受理").ticks("已对照负面清单，不在清单内").presses("受理").sees("正在写方案")


def _proposes(王主任, given, number):
    王主任.opens(given).presses("提议合并").fills("并入哪一件", number).fills("理由", "说的是同一段路。")
    return 王主任.presses("提议合并")
