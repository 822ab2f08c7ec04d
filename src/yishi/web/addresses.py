"""地址 · where a request came from, and where it may be sent on to: never trusted as it was written."""

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from litestar import Request
from litestar.exceptions import HTTPException

if TYPE_CHECKING:
    from .handlers import Page

LONGEST = 2000


def local(address: str, otherwise: str = "/") -> str:
    """This address if it stays on our site, percent-encoded for a header; else the other one."""
    if not address.startswith("/") or len(address) > LONGEST or any(c <= " " or c in "\\\x7f" for c in address):
        return otherwise
    try:
        parts = urlsplit(address)
    except ValueError:
        return otherwise
    if parts.scheme or parts.netloc or address.startswith("//"):
        return otherwise
    return quote(address, safe="/?&=%#+:,;@!$'()*~-._[]")


def shown_at(request: Request, address: str) -> bool:
    """Whether a page of ours is shown there."""
    return page_at(request, address.partition("?")[0], "GET") is not None


def page_at(request: Request, path: str, method: str) -> "Page | None":
    """The page of ours that has this address."""
    try:
        _, handler, *_ = request.app.asgi_router.handle_routing(path=path, method=method)
    except HTTPException:
        return None
    page: Page | None = handler.opt.get("page")
    return page


def came_from(request: Request, proxies: Sequence[str]) -> str:
    """The address that a request came from; one IPv6 network is one address.

    X-Forwarded-For is read from its end, and only as far as those who wrote it are proxies of ours.
    """
    here = _parsed(request.client.host if request.client else "")
    trusted = [ip_network(proxy, strict=False) for proxy in proxies]
    told = [name.strip() for line in request.headers.getall("x-forwarded-for", []) for name in line.split(",")]
    while here is not None and told and any(here in network for network in trusted):
        if (before := _parsed(told.pop())) is None:
            break
        here = before
    if isinstance(here, IPv6Address):
        return str(ip_network((here, 64), strict=False))
    return str(here or "?")


def _parsed(host: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(host)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
