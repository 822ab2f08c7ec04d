"""地址与文字 · no address and no typed text makes a page fall over: too large a number, a NUL, a broken place in a list."""

import pytest

HUGE = "99999999999999999999999"
ADDRESSES = (
    "%00", "liuyin%00", "liuyin/%00", "liuyin/matters/3000000000", f"liuyin/matters/{HUGE}", f"liuyin/ledger/{HUGE}",
    "liuyin/ledger/3000000000", "liuyin/matters?after=999999999999999", "liuyin/ledger.json?from=999999999999999",
    "liuyin/search?q=%00", "liuyin/search?q=a%00b", "liuyin/supervision?unit=999999999999999",
    f"liuyin/supervision?sort=budget&after={HUGE}_1", f"liuyin/supervision?sort=budget&after=1_{HUGE}",
    f"liuyin/supervision?sort=budget&after=-{HUGE}_1", "liuyin/supervision?sort=due&after=2026-01-01_-5",
)  # fmt: skip
OF_THE_DESK = (
    "desk/people?q=%00", "desk/people?q=a%00", "desk/people/3000000000", "desk/roster/3000000000", "desk/bodies/3000000000/seat",
    f"desk/queues/review?after=20260101T000000000000-{HUGE}", "desk/queues/%00", "matters/similar?title=%00a",
)  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_strange_address_leads_to_a_page_or_to_nothing(visitor, address):
    visitor.opens(f"/c/{address}")
    assert visitor.status in (200, 404)


def test_a_strange_address_is_no_key_to_a_community(visitor):
    visitor.opens("/c/liuyin%00")
    assert visitor.status == 404


def test_the_desk_stands_strange_addresses_as_well(person):
    staff = person("王主任")
    for address in OF_THE_DESK:
        staff.opens(f"/c/liuyin/{address}")
        assert staff.status in (200, 403, 404), address


@pytest.mark.parametrize("field", ["name", "password", "next", "kept", "lost"])
def test_a_nul_in_the_sign_in_form_is_as_if_it_were_not_there(visitor, field):
    sent = {"name": "guodong", "password": "not the one", field: "a\x00b"}
    assert visitor.ask("POST", "/sign-in", data=sent).status_code in (401, 403, 422)


def test_deeply_nested_nonsense_in_a_hidden_field_is_passed_over(visitor):
    assert visitor.ask("POST", "/sign-in", data={"name": "a", "password": "b", "lost": "[" * 5000}).status_code == 403


def test_a_nul_in_a_draft_is_not_kept(person):
    author = person("林秀兰").posts("/c/liuyin/matters/new", title="更换\x003栋楼道灯", kind="micro_project")
    assert author.status == 200
    assert "更换3栋楼道灯" in author.text
