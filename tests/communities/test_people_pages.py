"""人员与组织 · who sits where is public; who lives where is not."""


def test_seats_are_public_and_residents_are_not(visitor):
    visitor.opens("/c/liuyin/people").sees("柳荫社区居民议事会", "陈国栋", "居民议事员", "周敏", "主持人").does_not_see(
        "林秀兰", "赵春梅"
    )


def test_a_body_shows_all_its_terms(visitor, session, home):
    visitor.opens("/c/liuyin/people")
    visitor.opens(visitor.page.select_one("a[href*='/people/']")["href"]).sees("何丽", "在任")
    assert visitor.opens("/c/wangjiang/people/1").status == 404


def test_units_are_listed(visitor):
    visitor.opens("/c/liuyin/units").sees("柳荫物业服务中心")
    visitor.opens("/c/wangjiang/units").does_not_see("柳荫物业服务中心")


def test_the_page_asks_little(visitor, queries):
    with queries() as seen:
        visitor.opens("/c/liuyin/people")
    assert len(seen) <= 3, seen
