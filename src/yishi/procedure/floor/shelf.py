"""自带的情境 · the scenarios that come with the program, for tests, for `yishi rehearse` and for practice."""

from collections.abc import Mapping
from importlib import resources
from types import MappingProxyType


def shelf() -> Mapping[str, str]:
    """The text of every scenario by its name, in the order in which they are best practised."""
    folder = resources.files(__package__.rpartition(".")[0]).joinpath("scenarios")
    files = sorted((it for it in folder.iterdir() if it.name.endswith(".toml")), key=lambda it: it.name)
    return MappingProxyType({it.name.removesuffix(".toml"): it.read_text(encoding="utf-8") for it in files})
