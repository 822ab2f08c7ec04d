"""随包文件 · where templates, static files and migrations lie: in the wheel, or in the checkout."""

from pathlib import Path

_PACKAGE = Path(__file__).parent
_SHARE = _PACKAGE / "_share"
ROOT = _SHARE if _SHARE.is_dir() else _PACKAGE.parents[1]

TEMPLATES = ROOT / "templates"
STATIC = ROOT / "static"
MIGRATIONS = ROOT / "migrations"
