"""只用键盘 · a person whose mouse lies in the drawer: Tab, Enter, Space and the arrows, and a focus that can be seen."""

from e2e.person import Person

MOST = 150  # stops on the way round a page
STOP = """() => {
    const it = document.activeElement, group = it.closest("label") ?? it;
    const box = it.getBoundingClientRect();
    const at = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height, 40) / 2);
    const outlined = part => getComputedStyle(part).outlineStyle !== "none" && parseFloat(getComputedStyle(part).outlineWidth) >= 2;
    const named = it.getAttribute("aria-label") ?? (it.labels?.[0] ?? it).textContent;
    return { words: named.replace(/\\s+/g, " ").trim(), seen: outlined(it) || outlined(group), tag: it.localName,
        free: !!at && (group.contains(at) || at.contains(it)) };
}"""


class Keyboard:
    """`Keyboard(林秀兰).goes_to("附议").enters()`: every stop on the way shows where it is."""

    def __init__(self, person: Person):
        self.person = person

    def goes_to(self, words: str, tag: str = "") -> "Keyboard":
        """On by Tab until the focus is at what says this."""
        for _ in range(MOST):
            self.press("Tab")
            stop = self.person.page.evaluate(STOP)
            if stop["tag"] == "body":
                continue
            assert stop["seen"], f"“{stop['words']}” at {self.person.path} does not show that it has the focus"
            assert stop["free"], f"“{stop['words']}” at {self.person.path} has the focus under something else"
            if stop["words"].startswith(words) and tag in ("", stop["tag"]):
                return self
        raise AssertionError(f"Tab never comes to “{words}” at {self.person.path}")

    def enters(self) -> "Keyboard":
        """Enter, and on to the page to which it leads."""
        self.person.goes(lambda: self.press("Enter"))
        return self

    def press(self, key: str) -> "Keyboard":
        self.person.page.keyboard.press(key)
        return self

    def types(self, text: str) -> "Keyboard":
        self.person.page.keyboard.insert_text(text)
        return self

    @property
    def at(self) -> str:
        """Where the focus is, in words."""
        words: str = self.person.page.evaluate(STOP)["words"]
        return words
