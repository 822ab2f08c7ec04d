"""自检 · is this installation fit to run? Every line that is not well says what to do."""

import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from . import files, migrating, workdays
from .clock import now, today
from .db import Database
from .settings import Settings

ROOM = 1_000_000_000  # bytes that must be free before votes are opened
DRIFT = 2  # seconds


@dataclass(frozen=True, slots=True)
class Line:
    name: str
    well: bool
    says: str


def checkup(settings: Settings, database: Database) -> Iterator[Line]:
    yield from _configuration(settings)
    yield from _disk(settings)
    try:
        yield from _database(database)
    except SQLAlchemyError as error:
        yield Line("数据库", False, f"连不上（{type(error).__name__}），请检查 YISHI_DATABASE_URL 和数据库服务")
    yield from _calendar()


def _configuration(settings: Settings) -> Iterator[Line]:
    yield Line("演示模式", not settings.demo, "演示模式开着，正式使用请去掉 YISHI_DEMO" if settings.demo else "关闭")
    missing = "没有限定网址，公示上印不出二维码，登录码纸上印不出网址；请用 YISHI_HOSTS 写上域名，第一个用来印"
    yield Line("网址", bool(settings.hosts), "、".join(settings.hosts) or missing)
    yield Line("加密连接", settings.secure, "只走 HTTPS" if settings.secure else "请在 HTTPS 代理之后运行，并设 YISHI_SECURE=1")
    vendored = (files.STATIC / "vendor" / "htmx.min.js").is_file()
    yield Line("前端文件", vendored, "齐全" if vendored else "缺少 static/vendor，请运行 make")


def _disk(settings: Settings) -> Iterator[Line]:
    settings.home.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(settings.home).free
    yield Line("磁盘空间", free >= ROOM, f"还剩{free // 1_000_000}MB" + ("" if free >= ROOM else "，请腾出至少1GB"))


def _database(database: Database) -> Iterator[Line]:
    behind = migrating.pending(database)
    yield Line("数据库版本", not behind, "需要先运行 yishi migrate" if behind else "已是最新")
    if not database.is_sqlite:
        with database.reading() as session:
            there = session.scalar(text("SELECT clock_timestamp()"))
            durable = session.scalar(text("SHOW synchronous_commit"))
        drift = abs((now() - there).total_seconds()) if isinstance(there, datetime) else 0
        yield Line("时钟", drift <= DRIFT, "与数据库一致" if drift <= DRIFT else f"与数据库差{int(drift)}秒，请对时（NTP）")
        advice = "，请改为 on" if durable == "off" else ""
        yield Line("落盘", durable in ("on", "remote_apply"), f"synchronous_commit={durable}{advice}")
        return
    with database.writing() as session:
        synchronous = session.scalar(text("PRAGMA synchronous"))
        journal = session.scalar(text("PRAGMA journal_mode"))
        keys = session.scalar(text("PRAGMA foreign_keys"))
    well = (synchronous, journal, keys) == (2, "wal", 1)
    found = f"synchronous={synchronous} journal={journal} foreign_keys={keys}，请报告"
    yield Line("落盘", well, "WAL，每次提交都写到磁盘" if well else found)
    safe = sqlite3.sqlite_version_info >= (3, 51, 3)
    yield Line("SQLite", True, f"{sqlite3.sqlite_version}" + ("" if safe else "：只可由一个服务进程写入，多进程请用 PostgreSQL"))


def _calendar() -> Iterator[Line]:
    last = workdays.calendar.certain_until
    near = (last - today(now())).days
    advice = "" if near > 0 else "，之后按推算，请升级 chinesecalendar"
    yield Line("工作日历", near > 0, f"放假安排收录到{last:%Y-%m-%d}{advice}")
