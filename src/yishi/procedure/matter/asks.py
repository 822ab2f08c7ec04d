"""要填什么 · what the acts on a matter ask for."""

from ..asking import Ask, Kind, options
from ..parameter_forms import Grade

REASON = Ask("reason", "理由", longest=1000)
RETURN_REASON = Ask("reason", "要补正什么", longest=1000, hint="写清楚缺什么、怎样改，提出人照着改就能再交。")
NEGATIVE = Ask("negative", "属于负面清单哪一项", Kind.CHOICE, required=False, choices_from="negative_choices")
ARTICLE = Ask("article", "依据的规则条款", Kind.CHOICE, choices_from="article_choices")
CHECKED = Ask("checked", "已对照负面清单，不在清单内", Kind.YES)
LEAD = Ask("lead", "方案小组牵头人", Kind.CHOICE, required=False, choices_from="lead_choices", hint="不选就由提出人牵头。")
MERGE_INTO = Ask("into", "并入哪一件", Kind.LINE, longest=40, hint="填事项编号，例如 黄贝-文华-2026-0007。")
RATING = Ask("rating", "您觉得办得怎么样", Kind.CHOICE, choices=options(Grade), sealed=True)
RATING_REMARK = Ask("remark", "想说的话", required=False, longest=500, sealed=True, hint="评价期满一起公开，不写您的名字")
REMARK = Ask("remark", "想说的话", required=False, longest=500)
MILESTONE = Ask("milestone", "哪一个里程碑", Kind.CHOICE, choices_from="milestone_choices")
PROGRESS = Ask("progress", "做到百分之几", Kind.NUMBER, highest=100, hint="全部做完填100")
REPORT = Ask("report", "做了什么", longest=1000)
PHOTOS = Ask("photos", "现场照片", Kind.FILES, required=False, hint="照片里的位置信息会去掉")
VISITED_ON = Ask("visited_on", "哪天去的", Kind.DATE)
SOUND = Ask("sound", "现场怎么样", Kind.CHOICE, choices=(("yes", "没有问题"), ("no", "有问题")))
FINDINGS = Ask("findings", "看到了什么", longest=1000, hint="写地点和看得见的事实")
LINE = Ask("line", "哪一项预算", Kind.CHOICE, choices_from="line_choices")
AMOUNT = Ask("amount", "金额", Kind.MONEY, lowest=1)
PAID_ON = Ask("paid_on", "哪天付的", Kind.DATE)
PAYEE = Ask("payee", "付给谁", Kind.LINE, longest=100)
PURPOSE = Ask("purpose", "用来做什么", Kind.LINE, longest=200)
VOUCHERS = Ask("vouchers", "凭证", Kind.FILES, hint="发票、收据或合同的照片、PDF。会公开，请先遮住身份证号、银行账号")
EXPENSE = Ask("expense", "更正第几笔", Kind.NUMBER, lowest=1, highest=1_000_000, hint="支出表里的序号，例如 3")
RIGHT_AMOUNT = Ask("amount", "正确的金额", Kind.MONEY, hint="整笔作废填0")
WRONG_BECAUSE = Ask("reason", "为什么更正", longest=500)
MORE = Ask("amount", "增加多少", Kind.MONEY, lowest=1)
WHY_MORE = Ask("reason", "为什么要增加", longest=1000)
RECTIFY = Ask("reason", "要整改什么", longest=1000)
RECTIFIED_BY = Ask("by", "哪天以前改好", Kind.DATE)
DISPUTE = Ask("reason", "哪里没有办好", longest=1000, hint="写清楚地点和情况；够了人数，监督员会再去验收。您的名字和这段话会公开")
RELIES = (
    "签字表示您认可清单上的每一项。清单由监督员分头查看，每项写着是谁看的；您没有亲自看过的，以那一位的记录为准，签字后也这样公开。"
)
