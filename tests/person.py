"""A person with a browser, without the browser: the same words as `e2e/person.py`."""

from collections import Counter, defaultdict
from collections.abc import Callable
from typing import Any

import httpx
from bs4 import BeautifulSoup, Tag

Ask = Callable[..., httpx.Response]


class Person:
    """Opens pages, reads them, presses the buttons that are really there."""

    def __init__(self, ask: Ask, id: int | None, name: str):
        self.ask, self.id, self.name = ask, id, name
        self.status, self.url, self.text = 0, "", ""
        self.page = BeautifulSoup("", "html.parser")
        self.response: httpx.Response | None = None

    # -- looking ------------------------------------------------------------------------------

    def opens(self, thing: Any) -> "Person":
        return self._read(self.ask("GET", thing if isinstance(thing, str) else thing.url))

    def sees(self, *texts: str) -> "Person":
        for text in texts:
            assert text in self.words, f"“{text}” is not on the page:\n{self.words}"
        return self

    def does_not_see(self, *texts: str) -> "Person":
        for text in texts:
            assert text not in self.words, f"“{text}” is on the page"
        return self

    @property
    def words(self) -> str:
        return " ".join(self.page.get_text(" ").split())

    # -- acting -------------------------------------------------------------------------------

    def presses(self, button: str, files: Any = None, **written: Any) -> "Person":
        found = self._button(button)
        assert found is not None, f"there is no “{button}” on the page:\n{self.words}"
        assert not found.has_attr("disabled"), f"“{button}” is greyed out"
        return self.presses_anyway(button, files, **written)

    def presses_anyway(self, button: str, files: Any = None, **written: Any) -> "Person":
        """As if the page had let them: a stale page, or a request made by hand."""
        found = self._button(button)
        assert found is not None, f"there is no “{button}” on the page:\n{self.words}"
        form = found.find_parent("form")
        assert form is not None
        return self.sends(form, found, files, **written)

    def sends(self, form: Tag, button: Tag | None = None, files: Any = None, **written: Any) -> "Person":
        """Fill the form as the page gave it, then what was written, and send it."""
        fields = _filled(form)
        if button is not None and button.get("name"):
            fields[str(button["name"])] = [str(button.get("value", ""))]
        for name, value in written.items():
            fields[name] = [str(v) for v in value] if isinstance(value, (list, tuple)) else [str(value)]
        action = str(button.get("formaction") if button is not None and button.get("formaction") else form["action"])
        if str(form.get("method", "get")).lower() == "get":
            return self._read(self.ask("GET", action, params=fields))
        return self._read(self.ask("POST", action, data=fields, files=files))

    def posts(self, url: str, **fields: Any) -> "Person":
        """A request made by hand, with a good token."""
        return self._read(self.ask("POST", url, data={"_csrf": self.token, **fields}))

    def cannot_press(self, button: str) -> "Person":
        found = self._button(button)
        assert found is not None and found.has_attr("disabled"), f"“{button}” is not greyed out"
        return self

    def is_not_offered(self, button: str) -> "Person":
        assert self._button(button) is None, f"“{button}” is offered"
        return self

    @property
    def token(self) -> str:
        """The CSRF token of this sign-in, as any form carries it."""
        from yishi.web.sign_ins import csrf_for

        cookie = self.ask.cookies.get("s")  # type: ignore[attr-defined]
        return csrf_for(cookie) if cookie else ""

    # -- reading ------------------------------------------------------------------------------

    def _read(self, response: httpx.Response) -> "Person":
        self.response, self.status, self.url, self.text = response, response.status_code, str(response.url), response.text
        self.page = BeautifulSoup(response.text, "html.parser")
        if response.headers.get("content-type", "").startswith("text/html"):
            _is_well_made(self.page, self.url)
        return self

    def _button(self, label: str) -> Tag | None:
        for button in self.page.find_all("button"):
            if " ".join(button.get_text().split()) == label:
                return button
        return None


def _filled(form: Tag) -> dict[str, list[str]]:
    """What a browser would send if nothing were touched."""
    fields: dict[str, list[str]] = {}
    for field in form.select("input[name], textarea[name], select[name]"):
        name, kind = str(field["name"]), str(field.get("type", ""))
        if kind in ("submit", "button", "file") or (kind in ("checkbox", "radio") and not field.has_attr("checked")):
            continue
        if field.name == "select":
            chosen = field.select_one("option[selected]") or field.select_one("option")
            values = [str(chosen.get("value", ""))] if chosen else []
        else:
            values = [field.get_text() if field.name == "textarea" else str(field.get("value", ""))]
        fields.setdefault(name, []).extend(values)
    return fields


def _is_well_made(page: BeautifulSoup, url: str) -> None:
    """What every page of ours must be, on every request of every test."""
    if page.find("html") is None:
        return
    assert page.title is not None and page.title.get_text().strip(), f"{url}: no title"
    tags: dict[str, list[Tag]] = defaultdict(list)
    ids: Counter[str] = Counter()
    for tag in page.find_all(True):
        tags[tag.name].append(tag)
        ids.update([str(tag["id"])] if tag.has_attr("id") else ())
        assert not tag.has_attr("style") and not tag.has_attr("onclick"), f"{url}: inline code"
    assert len(tags["h1"]) == 1, f"{url}: {len(tags['h1'])} h1"
    assert not [it for it, times in ids.items() if times > 1], f"{url}: id twice: {ids.most_common(1)}"
    labels = {str(label["for"]) for label in tags["label"] if label.has_attr("for")}
    for field in (*tags["input"], *tags["select"], *tags["textarea"]):
        labelled = field.get("id") in labels or field.has_attr("aria-label") or field.has_attr("aria-labelledby")
        hidden = field.get("type") == "hidden"
        assert labelled or hidden or field.find_parent("label"), f"{url}: {field.get('name')} has no label"
    code = [it for it in tags["script"] if not it.has_attr("src") and it.get("type") != "application/json"]
    assert not code and not tags["style"], f"{url}: inline code"
    signed_in = any(it.get("name") == "signed-in" for it in tags["meta"])
    for form in tags["form"]:
        assert form.get("action"), f"{url}: a form without an action"
        posts = signed_in and form.get("method") == "post"
        assert not posts or form.find("input", attrs={"name": "_csrf"}), f"{url}: {form['action']} carries no token"
