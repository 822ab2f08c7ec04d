"""yishi · what the person who runs an installation types."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from . import clock, logs, settings
from .db import Database
from .settings import Settings


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """议事：社区的事，大家提、大家议、大家定，办成什么样大家看。"""


def _opened() -> tuple[Settings, Database]:
    values = settings.from_environment()
    values.home.mkdir(parents=True, exist_ok=True)
    return values, Database(values.database_url)


def _refuse(sentence: str) -> None:
    click.echo(sentence, err=True)
    sys.exit(1)


@main.command()
@click.option("--matters", default=0, help="再造这么多件事项，用来测速。")
def demo(matters: int) -> None:
    """演示：一个虚构的区，现成的身份，打开就能看。"""
    from .demo.start import start

    logs.configure(json=False)
    start(settings.from_environment(demo=True), matters)


@main.command()
def serve() -> None:
    """运行服务。"""
    from . import migrating
    from .server import run

    logs.configure(json=True)
    values, database = _opened()
    if migrating.pending(database):
        _refuse("数据库还不是最新的，请先运行 yishi migrate")
    run(values, database)


@main.command()
@click.option("--name", prompt="第一位管理员的姓名", help="姓名。")
@click.option("--username", prompt="登录用的用户名", help="用户名。")
def init(name: str, username: str) -> None:
    """建立数据库和第一位管理员，打印一次性的登录码。"""
    from . import migrating
    from .people.invitations import AlreadyBegun, first_administrator

    values, database = _opened()
    migrating.migrate(database)
    try:
        with database.writing() as session:
            code = first_administrator(session, name, username, clock.now())
    except AlreadyBegun as begun:
        _refuse(str(begun))
        return
    click.echo(f"数据放在 {values.home}")
    click.echo(f"{name} 的一次性登录码（七天内有效，只显示这一次）：{code}")
    click.echo("运行 yishi serve，打开 /invitation，输入登录码，设自己的口令。")


@main.command()
def migrate() -> None:
    """把数据库升到现在的版本。"""
    from . import migrating

    _, database = _opened()
    migrating.migrate(database)
    click.echo("数据库已是最新")


@main.command()
def tick() -> None:
    """办理到期的事（服务运行时会自己办，也可以由定时任务来办）。"""
    from .app import PAGES
    from .upkeep import upkeep

    assert PAGES
    logs.configure(json=True)
    values, database = _opened()
    click.echo(f"办理了{upkeep(database, values.uploads, clock.now())}件")


@main.command()
def check() -> None:
    """自检：配置、数据库、时钟、磁盘；不妥的一行会写明怎么办。"""
    from .checkup import checkup

    values, database = _opened()
    lines = list(checkup(values, database))
    for line in lines:
        click.echo(f"{'好' if line.well else '不妥'}  {line.name}：{line.says}")
    sys.exit(0 if all(line.well for line in lines) else 1)


@main.command()
def backup() -> None:
    """备份数据库和上传的文件。"""
    from .backup import BackupFailed
    from .backup import backup as keep

    values, database = _opened()
    _or_refuse(BackupFailed, lambda: click.echo(str(keep(values, database, clock.now()))))


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
def restore(file: Path) -> None:
    """从备份恢复到一个空的 YISHI_HOME，并校验审计记录。"""
    from .backup import BackupFailed
    from .backup import restore as put_back

    values, database = _opened()
    _or_refuse(BackupFailed, lambda: put_back(values, database, file))
    _verified(database)


@main.group()
def verify() -> None:
    """校验。"""


@verify.command("ledger")
def verify_ledger() -> None:
    """重算每个社区的审计记录和每次会议的会上记录、纪要；断了就指出第一条。"""
    _, database = _opened()
    _verified(database)


@main.group("import")
def import_() -> None:
    """导入。"""


@import_.command("roster")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--community", required=True, help="社区的网址代号，例如 wenhua。")
def import_roster(file: Path, community: str) -> None:
    """导入居民名册（Excel）。有一行不对就一行也不导入。"""
    from .communities.roster_import import from_command_line

    _, database = _opened()
    if problem := from_command_line(database, file, community, clock.now()):
        _refuse(problem)


@main.command()
def docs() -> None:
    """从程序生成 docs/procedure.md 和 docs/permissions.md。"""
    from . import atlas

    for path, text in atlas.pages().items():
        path.write_text(text, encoding="utf-8")
        click.echo(str(path))


@main.command()
@click.argument("file", required=False)
@click.option("--json", "as_json", is_flag=True, help="用 JSON 打印。")
def rehearse(file: str | None, as_json: bool) -> None:
    """演练一次会议：逐步打印经过；都如预期则为 0，有一步不如预期为 1，文件写错为 2。不写文件就列出自带的情境。"""
    from .rehearsing import listed, rehearsed

    code, text = rehearsed(file, as_json) if file else (0, listed())
    click.echo(text, err=code == 2 and not as_json)
    sys.exit(code)


def _verified(database: Database) -> None:
    from sqlalchemy import select

    from .app import PAGES
    from .communities.models import Community
    from .ledger.models import LedgerHead
    from .ledger.verify import verify as recompute
    from .sittings.chain import broken_floors

    assert PAGES
    sound = True
    with database.reading() as session:
        for community in session.scalars(select(Community).join(LedgerHead, LedgerHead.community_id == Community.id)).all():
            found = recompute(session, community)
            sound = sound and found.broken is None
            click.echo(f"{found.community}：{found.broken or f'{found.entries}条，接续完好，末条指纹 {found.digest[:16]}'}")
            for sentence in broken_floors(session, community):
                sound = False
                click.echo(f"{found.community}：{sentence}")
    if not sound:
        sys.exit(1)


def _or_refuse(failure: type[Exception], act: Callable[[], Any]) -> None:
    try:
        act()
    except failure as error:
        _refuse(str(error))


if __name__ == "__main__":
    main()
