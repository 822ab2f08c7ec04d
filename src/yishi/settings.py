"""设置 · one frozen value, read once from the environment: YISHI_*, and HOST and PORT as hosts of programs set them."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    home: Path  # YISHI_HOME: database, uploads, backups
    database_url: str  # YISHI_DATABASE_URL: SQLite in the home folder unless a PostgreSQL address is given
    demo: bool = False  # YISHI_DEMO: ready-made sign-ins and /ui; never on a real installation
    hosts: tuple[str, ...] = ()  # YISHI_HOSTS: host names answered to, comma separated, the first is printed; empty answers to any
    proxies: tuple[str, ...] = ()  # YISHI_PROXIES: our own reverse proxies; only their X-Forwarded-For is read
    secure: bool = False  # YISHI_SECURE: cookies only over HTTPS, with HSTS
    ticks: bool = True  # YISHI_TICKS=0: another process takes the clock's rows
    host: str = "127.0.0.1"  # HOST
    port: int = 8000  # PORT

    @property
    def site(self) -> str:
        """The address under which people find us: the first of YISHI_HOSTS; '' when there is none."""
        return f"{'https' if self.secure else 'http'}://{self.hosts[0]}" if self.hosts else ""

    @property
    def uploads(self) -> Path:
        return self.home / "uploads"

    @property
    def backups(self) -> Path:
        return self.home / "backups"


def from_environment(environment: Mapping[str, str] = os.environ, **overrides: object) -> Settings:
    home = Path(environment.get("YISHI_HOME", "var")).resolve()
    values: dict[str, object] = {
        "home": home,
        "database_url": environment.get("YISHI_DATABASE_URL", f"sqlite:///{home / 'yishi.sqlite3'}"),
        "demo": environment.get("YISHI_DEMO", "") == "1",
        "hosts": _listed(environment.get("YISHI_HOSTS", "")),
        "proxies": _listed(environment.get("YISHI_PROXIES", "")),
        "secure": environment.get("YISHI_SECURE", "") == "1",
        "ticks": environment.get("YISHI_TICKS", "1") == "1",
        "host": environment.get("HOST", "127.0.0.1"),
        "port": int(environment.get("PORT", "8000")),
    }
    return Settings(**{**values, **overrides})  # type: ignore[arg-type]


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())
