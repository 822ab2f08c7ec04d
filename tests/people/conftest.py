"""登录 · through the sign-in page."""

from collections.abc import Callable
from typing import Any

import pytest


@pytest.fixture
def enters(visitor: Any) -> Callable[..., Any]:
    """`enters("xiulan", WORD)`: fills in the sign-in page and presses the button."""
    return lambda name, password, **more: visitor.opens("/sign-in").presses("登录", name=name, password=password, **more)
