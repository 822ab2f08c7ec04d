"""A person with a browser: the same words as `tests/person.py`, over Chromium."""

import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, ElementHandle, Page, Request, Response

FIND = Path(__file__).with_name("finding.js").read_text()
WHY_NOT = """label => {
    const greyed = [...document.querySelectorAll("[aria-disabled=true]")].filter(it => it.checkVisibility());
    const it = greyed.find(it => it.textContent.trim() === label);
    return it ? document.getElementById(it.getAttribute("aria-describedby")).textContent : null;
}"""
LEADS_ON = "it => it.matches('a[href]') || (it.form && it.type === 'submit' && !it.form.matches('[data-size-switch]'))"
IN_HALL = """it => {
    if (!it.isConnected) return null;
    const here = document.querySelector("[data-live]") !== null && it.matches("[data-part] form button");
    if (here) it.click();
    return here;
}"""
ANSWERED = "() => !document.querySelector('[data-live][data-busy], [data-fresh]')"
SEND = """([path, fields]) => {
    const form = Object.assign(document.createElement("form"), { method: "post", action: path });
    const token = document.querySelector("input[name=_csrf]").value;
    for (const [name, value] of Object.entries({ _csrf: token, ...fields }))
        form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    document.body.append(form);
    form.submit();
}"""
CHOICE = """(group, answer) => {
    const words = it => (it.querySelector("b") ?? it).textContent.trim();
    const labels = [...group.querySelectorAll("label")];
    return labels.find(it => words(it) === answer) ?? labels.find(it => words(it).startsWith(answer)) ?? null;
}"""
LINE = "(field, answer) => [...field.options].find(it => it.text.trim().startsWith(answer))?.value ?? null"
KINDS = {"jpg": "image/jpeg", "png": "image/png", "pdf": "application/pdf",
         "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}  # fmt: skip
PATIENCE = 5  # seconds
OF_A_PAGE = re.compile(r"the server responded with a status of 4\d\d")  # said of what is no page it is a trouble: see _is_answered


class Person:
    """Opens pages, fills their forms, presses what is really there. What went wrong on the way is in `troubles`."""

    def __init__(self, context: BrowserContext, at: str, name: str):
        self.context, self.at, self.name = context, at, name
        self.page: Page = context.new_page()
        self.status = 0
        self.js = True
        self.troubles: list[str] = []
        self.page.on("console", self._hears)
        self.page.on("pageerror", lambda error: self.troubles.append(f"{self.path}: {error}"))
        self.page.on("request", self._asks)
        self.page.on("response", self._is_answered)

    # -- looking ------------------------------------------------------------------------------

    def opens(self, thing: Any) -> "Person":
        """An address, or a thing that has one."""
        path = thing if isinstance(thing, str) else thing.url
        self.page.goto(self.at + path, wait_until="domcontentloaded")
        return self

    def sees(self, *texts: str) -> "Person":
        """It stands there to be read, at the latest when the page has fetched what it fetches."""
        latest = time.monotonic() + PATIENCE
        for text in texts:
            while text not in self.words:
                assert time.monotonic() < latest, f"{self.name}: there is no “{text}” at {self.path}\n{self.words}"
                self.page.wait_for_timeout(50)
        return self

    def sees_picture(self, about: str) -> "Person":
        """It is there, and has come whole."""
        picture = self.page.get_by_alt_text(about).first
        picture.scroll_into_view_if_needed()
        self.page.wait_for_function("it => it.complete && it.naturalWidth > 0", arg=picture.element_handle())
        return self

    def does_not_see(self, *texts: str) -> "Person":
        words = self.words
        for text in texts:
            assert text not in words, f"{self.name}: “{text}” stands at {self.path}"
        return self

    def cannot_press(self, label: str, because: str = "") -> "Person":
        """It is there, greyed out, and says why."""
        why = self.page.evaluate(WHY_NOT, label)
        assert why is not None, f"{self.name}: “{label}” is not greyed out at {self.path}\n{self.words}"
        assert because in why, f"{self.name}: “{label}” is greyed out because “{why}”"
        return self

    def is_not_offered(self, label: str, near: str = "") -> "Person":
        assert self._found("press", label, near) is None, f"{self.name}: “{label}” is offered at {self.path}"
        return self

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    @property
    def words(self) -> str:
        """Everything that can be read on the page."""
        return " ".join(self.page.locator("body").inner_text().split())

    @property
    def question(self) -> str:
        """What the ballot asks."""
        return self.page.locator("legend.question").inner_text()

    # -- acting -------------------------------------------------------------------------------

    def presses(self, label: str, near: str = "") -> "Person":
        """A button, a link, or what is folded: the first press unfolds the form of an act, the second sends it."""
        it, pressed = self._find("press", label, near), False
        if self.js:
            self.page.wait_for_function(ANSWERED)  # what has just appeared is not pressed
            while (pressed := (it := self._find("press", label, near)).evaluate(IN_HALL)) is None:
                pass  # it was drawn anew at that moment
        if pressed:
            self.page.wait_for_function(ANSWERED)
        elif it.evaluate(LEADS_ON):
            self.goes(it.click)
        else:
            it.click()
        return self

    def fills(self, label: str, text: str, near: str = "", row: int = 0) -> "Person":
        """The field with this label; of a field that comes in rows, the one in this row."""
        self._find("field", label, near, row).fill(text)
        return self

    def chooses(self, label: str, answer: str, near: str = "") -> "Person":
        """The choice, or the line of a list, with these words or beginning with them."""
        if group := self._found("group", label, near):
            choice = group.evaluate_handle(CHOICE, answer).as_element()
            assert choice is not None, f"{self.name}: “{label}” has no “{answer}” at {self.path}"
            choice.click()
            return self
        field = self._find("field", label, near)
        line = field.evaluate(LINE, answer)
        assert line is not None, f"{self.name}: “{label}” has no “{answer}” at {self.path}"
        field.select_option(value=line)
        return self

    def ticks(self, label: str, near: str = "") -> "Person":
        self._find("field", label, near).check()
        return self

    def attaches(self, label: str, name: str, content: bytes, near: str = "") -> "Person":
        file = {"name": name, "mimeType": KINDS[name.rpartition(".")[2]], "buffer": content}
        self._find("field", label, near).set_input_files(file)
        return self

    def sends_anyway(self, path: str, **fields: str) -> "Person":
        """A form that no page offers, sent from a page of ours with a good token."""
        self.goes(lambda: self.page.evaluate(SEND, [path, fields]))
        return self

    def goes(self, act: Callable[[], Any]) -> None:
        """On to another page by this act."""
        with self.page.expect_navigation(wait_until="domcontentloaded"):
            act()

    # -- finding ------------------------------------------------------------------------------

    def _find(self, kind: str, label: str, near: str = "", row: int = 0) -> ElementHandle:
        if found := self._found(kind, label, near, row):
            return found
        where = f" near “{near}”" if near else ""
        raise AssertionError(f"{self.name}: there is no “{label}”{where} at {self.path}\n{self.words}")

    def _found(self, kind: str, label: str, near: str = "", row: int = 0) -> ElementHandle | None:
        return self.page.evaluate_handle(FIND, {"kind": kind, "label": label, "near": near, "row": row}).as_element()

    # -- what goes wrong ----------------------------------------------------------------------

    def _hears(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not OF_A_PAGE.search(message.text):
            self.troubles.append(f"{self.path}: {message.text}")

    def _asks(self, request: Request) -> None:
        if not request.url.startswith((self.at, "data:", "about:", "blob:")):
            self.troubles.append(f"{self.path} asks {request.url}")

    def _is_answered(self, response: Response) -> None:
        if response.request.is_navigation_request():
            self.status = response.status
            if response.status >= 500:
                self.troubles.append(f"{response.url}: {response.status}")
        elif response.status >= 400:
            self.troubles.append(f"{self.path}: {response.url} is answered {response.status}")
