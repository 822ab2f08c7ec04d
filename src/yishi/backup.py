"""备份 · a whole copy of database and uploads in one file, and the way back, which checks the ledger."""

import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from datetime import datetime
from pathlib import Path

from sqlalchemy.engine import make_url

from .db import Database
from .settings import Settings

DATABASE = {True: "yishi.sqlite3", False: "yishi.pgdump"}  # by whether it is SQLite


class BackupFailed(Exception):
    """The message says what to do."""


def backup(settings: Settings, database: Database, at: datetime) -> Path:
    """Write a backup beside the data and return its path. Acts acknowledged before it began are all in it."""
    settings.backups.mkdir(parents=True, exist_ok=True)
    target = settings.backups / f"yishi-{at:%Y%m%d-%H%M%S}.tar"
    with tempfile.TemporaryDirectory(dir=settings.backups) as folder:
        copy = Path(folder) / DATABASE[database.is_sqlite]
        _dump(settings, database, copy)
        partial = target.with_suffix(".partial")
        with tarfile.open(partial, "w") as archive:
            archive.add(copy, copy.name)
            if settings.uploads.is_dir():
                archive.add(settings.uploads, "uploads")
        partial.rename(target)
    return target


def restore(settings: Settings, database: Database, source: Path) -> None:
    """Put a backup in place of nothing: an installation that holds data is never overwritten."""
    if not source.is_file():
        raise BackupFailed(f"没有这个文件：{source}")
    if settings.uploads.exists() and any(settings.uploads.iterdir()):
        raise BackupFailed("这里已经有上传的文件，请换一个空的 YISHI_HOME 再恢复")
    name = DATABASE[database.is_sqlite]
    with tempfile.TemporaryDirectory() as folder, tarfile.open(source) as archive:
        if name not in archive.getnames():
            raise BackupFailed("这份备份是另一种数据库的，或不是议事的备份")
        archive.extractall(folder, filter="data")
        _load(settings, database, Path(folder) / name)
        uploads = Path(folder) / "uploads"
        if uploads.is_dir():
            shutil.copytree(uploads, settings.uploads, dirs_exist_ok=True)


def _dump(settings: Settings, database: Database, copy: Path) -> None:
    if database.is_sqlite:
        with sqlite3.connect(_file(settings)) as connection:
            connection.execute("VACUUM INTO ?", (str(copy),))
        connection.close()
        return
    _run("pg_dump", "--format=custom", f"--file={copy}", f"--dbname={_address(settings)}")


def _load(settings: Settings, database: Database, copy: Path) -> None:
    if database.is_sqlite:
        target = _file(settings)
        if target.exists():
            raise BackupFailed("这里已经有数据库，请换一个空的 YISHI_HOME 再恢复")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(copy, target)
        return
    _run("pg_restore", "--exit-on-error", "--no-owner", "--single-transaction", f"--dbname={_address(settings)}", str(copy))


def _file(settings: Settings) -> Path:
    return Path(str(make_url(settings.database_url).database))


def _address(settings: Settings) -> str:
    return make_url(settings.database_url).set(drivername="postgresql").render_as_string(hide_password=False)


def _run(*command: str) -> None:
    try:
        subprocess.run(command, check=True, capture_output=True, text=True)
    except FileNotFoundError:
        raise BackupFailed(f"这台机器上没有 {command[0]}，请安装 PostgreSQL 的客户端程序") from None
    except subprocess.CalledProcessError as error:
        said = error.stderr.strip().splitlines() or ["没有说明"]
        raise BackupFailed(f"{command[0]} 没有成功：{said[-1]}") from None
