"""名字 · real names of streets and communities, and invented names of estates, units and people."""

from collections.abc import Iterator

STREETS = (
    ("huangbei", "黄贝"), ("nanhu", "南湖"), ("guiyuan", "桂园"), ("sungang", "笋岗"), ("qingshuihe", "清水河"),
    ("cuizhu", "翠竹"), ("dongmen", "东门"), ("donghu", "东湖"), ("dongxiao", "东晓"), ("liantang", "莲塘"),
)  # fmt: skip
ALIVE = (("wenhua", "文华", "huangbei"), ("xinnan", "新南", "nanhu"), ("changling", "长岭", "liantang"))
QUIET = (
    ("xinxiu", "新秀", "huangbei"), ("beidou", "北斗", "huangbei"), ("minxin", "民新", "guiyuan"), ("meiyuan", "梅园", "sungang"),
)  # fmt: skip
ESTATES = {
    "wenhua": ("榕荫花园", "晴川苑", "松泉里"),
    "xinnan": ("南榕花园", "锦湖苑", "向阳里"),
    "changling": ("岭湾花园", "溪畔苑", "梧桐里"),
}

COUNCIL = (*("社区党委议事员",) * 2, "社区居委会议事员", "人大代表议事员", *("企事业单位议事员",) * 2, *("居民议事员",) * 7)
UNITS = ("物业服务中心", "便民维修服务部", "社会工作服务中心", "社康中心", "小学")
KINDS = ("物业企业", "企业", "社会组织", "医疗机构", "学校")
AT_THE_TABLE = 4  # units, from the first, that have a liaison in the joint meeting

# Whom the sign-in page of the demo offers, all of them at home in the first community (and the offices above it).
RESIDENT, COUNCILLOR, CHAIR, STAFF, SUPERVISOR = "林秀兰", "陈国栋", "周敏", "王主任", "谢明"
SECRETARY = "郑秘书"
LIAISON, STREET, ADMIN = "何经理", "李科长", "平台管理员"
NEIGHBOURS = tuple(
    f"居民{letter}" for letter in "甲乙丙丁戊己"
)  # in no story: free to second, to vote for a finished work, to speak up
READY = (RESIDENT, COUNCILLOR, CHAIR, SECRETARY, STAFF, SUPERVISOR, LIAISON, STREET, ADMIN)

_SURNAMES = "林陈周吴黄刘何谢赵孙马罗邓苏方梁许胡郑钱唐冯曾彭蔡潘袁蒋余叶程魏吕丁任沈"
_GIVEN = (
    *("秀兰", "国栋", "敏", "桂花", "伟强", "洋", "丽", "明", "春梅", "立", "小云", "建华"),
    *("秀珍", "文", "志强", "静", "军", "红", "海燕", "永福", "月娥", "家豪", "晓东", "玉英"),
    *("子健", "慧", "德胜", "美玲", "振华", "雪梅", "浩", "桂芳", "少华", "佩", "阳", "琳"),
)


def invented() -> Iterator[str]:
    """Each once: every surname with every given name, mixed, without those of the ready-made people."""
    for n in range(len(_SURNAMES) * len(_GIVEN)):
        name = _SURNAMES[n % len(_SURNAMES)] + _GIVEN[(n * 7 + n // len(_SURNAMES)) % len(_GIVEN)]
        if name not in READY:
            yield name
