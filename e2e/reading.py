"""看得清、读得懂 · what must hold on every page for everybody: for eyes, for screen readers, for a small telephone."""

import re
from collections import defaultdict
from collections.abc import Iterator
from enum import Enum
from html import unescape

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

GRAVE = ("serious", "critical")
WIDTHS = ((390, ""), (320, ""), (320, "elder"))  # CSS pixels across, and the size of the type
UNFOLD = """() => document.querySelectorAll("details").forEach(it => { it.removeAttribute("name"); it.open = true })"""
TOO_WIDE = """size => {
    document.documentElement.dataset.size = size;
    const most = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= most) return "";
    const wide = [...document.querySelectorAll("body *")].filter(it => it.getBoundingClientRect().right > most + 1);
    return wide.slice(-1).map(it => `<${it.localName} class="${it.className}">${it.textContent.trim().slice(0, 30)}`)[0] ?? "?";
}"""
HEADINGS = """() => [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")]
    .filter(it => it.checkVisibility()).map(it => Number(it.localName[1]))"""
AXE = Axe()
TAG = re.compile(r"<([a-z][a-z0-9-]*)((?:\s[^<>]*)?)>")
SHAPE = re.compile(r'\b(class|type|role|data-kind|data-tone|data-width|aria-current|aria-invalid)="([^"]*)"')
BY_THEMSELVES = ("a", "button", "details", "fieldset", "form", "img", "input", "select", "table", "textarea", "time")
FORM = re.compile(r'<form[^>]* method="post" action="([^"]*)".*?</form>', re.DOTALL)
STEP = re.compile(r'name="_step" value="([^"]+)"')
FIELD = re.compile(r'<(?:textarea|select|input(?![^>]*type="(?:hidden|submit)"))[\s>]')
SEND_EMPTY = """([action, step]) => {
    const form = [...document.querySelectorAll("form[method=post]")].find(it =>
        it.getAttribute("action") === action && (it.elements._step?.value ?? "") === step);
    for (const field of form.querySelectorAll("input:not([type=hidden]), textarea, select"))
        if ("checked" in field && /radio|checkbox/.test(field.type)) field.checked = false; else field.value = "";
    form.noValidate = true;
    form.requestSubmit();
}"""


class Why(Enum):
    NOT = 0
    NEW_HERE = 1  # known from pages of other kinds
    NEW_EVERYWHERE = 2

    def __bool__(self) -> bool:
        return self is not Why.NOT


def faults(page: Page, why: Why = Why.NEW_EVERYWHERE) -> Iterator[str]:
    """What keeps somebody from reading this page with all its folds open. Colours are of parts: looked at once."""
    page.evaluate(UNFOLD)
    rules = {} if why is Why.NEW_EVERYWHERE else {"color-contrast": {"enabled": False}}
    for found in AXE.run(page, options={"resultTypes": ["violations"], "rules": rules}).response["violations"]:
        if found["impact"] in GRAVE:
            yield f"axe: {found['id']} ({found['help']}): {found['nodes'][0]['html'][:200]}"
    levels = page.evaluate(HEADINGS)
    if levels.count(1) != 1:
        yield f"{levels.count(1)} h1"
    yield from (f"h{above} is followed by h{below}" for above, below in zip(levels, levels[1:], strict=False) if below > above + 1)
    before = page.viewport_size
    for width, size in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        if wide := page.evaluate(TOO_WIDE, size):
            yield f"it scrolls sideways at {width} px {size}: {wide}"
    page.set_viewport_size(before)


class Read:
    """What has been read and sent so far, so that nothing is read twice that is built of the same parts."""

    def __init__(self) -> None:
        self.parts: dict[str, set[str]] = defaultdict(set)  # of each kind of page
        self.sent: set[str] = set()

    def should_see(self, kind: str, html: str) -> Why:
        """Whether this page, or the frame around it, has parts that none of its kind had before."""
        around, _, within = html.partition("<main")
        frame, new = parts(around) - self.parts["frame"], parts(within.partition("</main>")[0]) - self.parts[kind]
        known = set().union(*self.parts.values())
        self.parts[kind] |= new
        self.parts["frame"] |= frame
        return Why.NEW_EVERYWHERE if not new | frame <= known else Why.NEW_HERE if new or frame else Why.NOT

    def should_send(self, form: tuple[str, str]) -> bool:
        """Whether no form of this kind was sent: the same address but for the numbers in it."""
        kind = re.sub(r"\d+", "0", " ".join(form))
        new = kind not in self.sent
        self.sent.add(kind)
        return new


def parts(html: str) -> set[str]:
    """What a page is built of, whatever it says: kinds of elements, and how one heading follows another."""
    tags = TAG.findall(html)
    levels = [tag for tag, _ in tags if re.fullmatch("h[1-6]", tag)]
    built = {f"{tag} {shape}" for tag, rest in tags if (shape := SHAPE.findall(rest)) or tag in BY_THEMSELVES}
    return built | {" ".join(pair) for pair in zip(levels, levels[1:], strict=False)}


def forms(html: str) -> Iterator[tuple[str, str]]:
    """(address, name) of every form in which something is to be filled in."""
    for form in FORM.finditer(html):
        if FIELD.search(form[0]):
            yield unescape(form[1]), (STEP.findall(form[0]) or [""])[0]


def send_empty(page: Page, form: tuple[str, str]) -> None:
    with page.expect_navigation(wait_until="domcontentloaded"):
        page.evaluate(SEND_EMPTY, list(form))
