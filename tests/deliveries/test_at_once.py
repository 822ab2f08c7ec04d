"""同时 · several people, or one impatient person, at the very same moment."""

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import func, select

from yishi.deliveries.acceptance import AcceptanceSignature, checks_now
from yishi.deliveries.expenses import Expense
from yishi.deliveries.ratings import Rating
from yishi.matters.models import Matter
from yishi.procedure.matter import MatterState
from yishi.web.sign_ins import csrf_for


def together(people, url, **fields):
    """Everybody's request leaves before the first answer is back. Statuses of the pages it led to, in the order of the people."""

    def send(who):
        data = {"_csrf": csrf_for(who.ask.cookies["s"]), **fields}
        return who.ask("POST", url, data=data).status_code

    with ThreadPoolExecutor(len(people)) as pool:
        return list(pool.map(send, people))


def test_one_supervisor_signs_once_however_often_they_press(session, person, finished, at):
    for check in checks_now(finished.delivery):
        check.take("pass", at("监督员甲"))
    session.commit()
    url, jia = f"{finished.url}/sign", person("监督员甲")
    assert sorted(together([jia, person("监督员甲"), person("监督员甲"), jia], url)) == [200, 409, 409, 409]
    assert session.scalar(select(func.count(AcceptanceSignature.id))) == 1
    session.commit()


def test_three_supervisors_sign_at_one_moment(session, person, finished, at):
    for check in checks_now(finished.delivery):
        check.take("pass", at("监督员甲"))
    session.commit()
    url = f"{finished.url}/sign"
    assert together([person(name) for name in ("监督员甲", "监督员乙", "监督员丙")], url) == [200, 200, 200]
    session.expire_all()
    assert session.get(Matter, finished.id).state is MatterState.RATING
    assert session.scalar(select(func.count(AcceptanceSignature.id))) == 3
    session.commit()


def test_one_resident_rates_once_however_often_they_press(session, person, accepted):
    statuses = together([person("赵春梅") for _ in range(3)], f"{accepted.url}/rate", rating="good")
    assert sorted(statuses) == [200, 409, 409]
    assert session.scalar(select(func.count(Rating.id))) == 1
    session.commit()


def test_a_correction_sent_twice_is_made_once(session, person, matter, at):
    matter.take(
        "spend", at("物业小何", line=matter.delivery.lines[0].id, amount="500", paid_on="2026-03-02", payee="店", purpose="灯")
    )
    session.commit()
    statuses = together([person("物业小何"), person("王主任")], f"{matter.url}/correct", expense="1", amount="450", reason="写错")
    assert sorted(statuses) == [200, 422]
    assert session.scalar(select(func.sum(Expense.amount))) == 45000
    session.commit()
