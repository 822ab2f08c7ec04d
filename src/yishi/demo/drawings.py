"""示意图 · plain drawings in flat colours, before and after; nobody could take them for photographs, and each says what it is."""

from collections.abc import Callable
from io import BytesIO

from PIL import Image, ImageDraw

WIDE, HIGH, STEP = 24, 16, 40  # drawn on squares of forty pixels
PAPER, INK, MUTED, RED, GREEN, BLUE, GOLD = "#FAF8F4", "#1F1B16", "#B9B0A2", "#A8322A", "#2F6B3F", "#2B567F", "#E0A52C"
SKY, NIGHT, GROUND, LEAF, WOOD, WATER, WALL = "#DCE6EA", "#2A2E38", "#CFC7B8", "#8DB48E", "#B98A55", "#8FB3CC", "#E9DFCC"
MARK = (
    "3ffc0000000000007ffe0180018019981188318c218461860180070000000000",
    "3ffc0c3004207ffe00001ff810081ff810081ff8010014c82404243647e00000",
    "00007ffe4006420647f64c2653c643c64e7e530e40c6460641e640067ffe4006",
)
"""示意图, sixteen rows of sixteen dots each."""


class Sheet:
    """A drawing under way; places and sizes are in squares."""

    def __init__(self, sky: str, ground: str, horizon: int = 11):
        self.image = Image.new("RGB", (WIDE * STEP, HIGH * STEP), sky)
        self.pen = ImageDraw.Draw(self.image)
        self.box(0, horizon, WIDE, HIGH - horizon, ground)

    def box(self, x: float, y: float, wide: float, high: float, colour: str) -> None:
        self.pen.rectangle((x * STEP, y * STEP, (x + wide) * STEP, (y + high) * STEP), colour)

    def disc(self, x: float, y: float, radius: float, colour: str) -> None:
        self.pen.ellipse(((x - radius) * STEP, (y - radius) * STEP, (x + radius) * STEP, (y + radius) * STEP), colour)

    def line(self, *points: float, colour: str = INK, wide: int = 6) -> None:
        self.pen.line([p * STEP for p in points], colour, wide, joint="curve")

    def house(self, x: float, wide: float, high: float, lit: bool = False) -> None:
        self.box(x, 11 - high, wide, high, WALL)
        for floor in range(int(high) // 2):
            for window in range(int(wide) // 2):
                self.box(x + 0.5 + window * 2, 11 - high + 0.6 + floor * 2, 1, 1, GOLD if lit else BLUE)

    def tree(self, x: float) -> None:
        self.box(x - 0.15, 9, 0.3, 2.4, WOOD)
        self.disc(x, 8.2, 1.3, LEAF)

    def bench(self, x: float, y: float) -> None:
        self.box(x, y, 3, 0.3, WOOD)
        self.box(x, y - 0.9, 3, 0.2, WOOD)
        self.line(x + 0.3, y - 1, x + 0.3, y + 1)
        self.line(x + 2.7, y - 1, x + 2.7, y + 1)

    def done(self) -> bytes:
        """With the mark at its top, as a PNG."""
        left = self.image.width // 2 - 148  # amid the width: a thumbnail shows the middle
        self.pen.rectangle((left, 24, left + 296, 128), PAPER)
        for n, glyph in enumerate(MARK):
            for row in range(16):
                bits = int(glyph[row * 4 : row * 4 + 4], 16)
                for column in range(16):
                    if bits >> (15 - column) & 1:
                        x, y = left + 20 + n * 90 + column * 5, 36 + row * 5
                        self.pen.rectangle((x, y, x + 4, y + 4), RED)
        file = BytesIO()
        self.image.save(file, "PNG")
        return file.getvalue()


def _night(after: bool) -> Sheet:
    it = Sheet(GOLD if after else NIGHT, WALL if after else "#3A3F4B")
    for n in range(8):
        it.box(3 + n * 2.2, 13 - n, 2.2, 0.5 + n, MUTED if after else "#4A505E")
    it.disc(12, 1.2, 0.6, PAPER if after else "#555B69")
    it.line(4, 10.5, 20, 4, colour=WOOD)
    return it


def _wires(after: bool) -> Sheet:
    it = Sheet(SKY, GROUND)
    it.house(15, 7, 9)
    if after:
        it.box(1, 6.5, 12, 0.6, GREEN)
        for x in (1.2, 6.8, 12.5):
            it.box(x, 7, 0.3, 5, INK)
    else:
        for n in range(5):
            it.line(15.5 + n, 3 + n % 3 * 2, 13 - n * 2, 11, colour=RED, wide=4)
    for x in range(2, 12, 3):
        it.disc(x, 12.5, 0.7, INK)
        it.disc(x + 1.7, 12.5, 0.7, INK)
        it.line(x, 12.4, x + 0.8, 11, x + 1.7, 12.4, colour=BLUE)
    return it


def _garden(after: bool) -> Sheet:
    it = Sheet(SKY, LEAF if after else "#B7AD8F")
    it.house(17, 6, 8)
    it.tree(3)
    if after:
        it.tree(14)
        it.bench(5, 13)
        it.bench(10, 12.6)
    else:
        for n in range(9):
            it.line(6 + n, 12, 6.3 + n, 14.5, colour="#7A7350", wide=4)
        it.box(9, 12, 4, 1.6, MUTED)
    return it


def _table(after: bool) -> Sheet:
    it = Sheet(WALL, WOOD, 12)
    it.box(3, 9.5, 18, 0.6, INK)
    for x in (6, 12, 18):
        it.disc(x, 9, 1.1, PAPER)
        it.disc(x, 9, 0.6, GREEN if after else MUTED)
        if after:
            it.disc(x, 5.5, 1, GOLD)
            it.box(x - 1, 6.5, 2, 2, BLUE)
    return it


def _steps(after: bool) -> Sheet:
    it = Sheet(SKY, GROUND)
    it.house(12, 11, 9)
    it.box(15.5, 6.5, 3, 4.5, WOOD)
    for n in range(4):
        it.box(14 - n, 11 + n * 0.6, 6, 0.6, MUTED)
    if after:
        it.pen.polygon([(1 * STEP, 14 * STEP), (12 * STEP, 11 * STEP), (12 * STEP, 14 * STEP)], GREEN)
        it.line(1, 12.6, 12, 9.6, colour=INK)
    return it


def _water(after: bool) -> Sheet:
    it = Sheet(SKY, GROUND)
    it.house(2, 8, 9)
    it.house(14, 8, 7)
    if after:
        it.box(0, 12.5, WIDE, 0.7, INK)
        for n in range(24):
            it.box(n + 0.2, 12.6, 0.5, 0.5, MUTED)
    else:
        it.pen.ellipse((2 * STEP, 11.5 * STEP, 22 * STEP, 14.5 * STEP), WATER)
        for n in range(8):
            it.line(3 + n * 2.4, 4, 2.6 + n * 2.4, 5.4, colour=BLUE, wide=3)
    return it


def _court(after: bool) -> Sheet:
    it = Sheet(SKY, GREEN if after else "#A79F8C", 8)
    for x in (2, 21):
        it.line(x, 3, x, 11)
        it.box(x - 1, 3, 2, 1.4, PAPER)
        it.disc(x, 5, 0.5, RED)
    if after:
        it.line(3, 15, 5, 9, 19, 9, 21, 15, colour=PAPER)
        it.disc(12, 12, 0.8, GOLD)
    else:
        it.line(8, 9, 10, 11, 9, 13, 12, 15, colour=INK, wide=4)
        it.line(16, 9, 15, 12, 17, 14, colour=INK, wide=4)
    return it


def _bins(after: bool) -> Sheet:
    it = Sheet(SKY, GROUND)
    if after:
        it.box(3, 5, 18, 0.8, GREEN)
        it.line(3.4, 5, 3.4, 12)
        it.line(20.6, 5, 20.6, 12)
    for n, colour in enumerate((GREEN, BLUE, RED, INK)):
        it.box(4.5 + n * 4, 8.5, 2.6, 3.8, colour)
        it.box(4.3 + n * 4, 8, 3, 0.6, MUTED if after else colour)
    if not after:
        it.pen.ellipse((6 * STEP, 13 * STEP, 17 * STEP, 14.6 * STEP), WATER)
    return it


def _room(after: bool) -> Sheet:
    it = Sheet(WALL, WOOD, 12)
    for row in range(3):
        it.box(3, 4.5 + row * 2.5, 12, 0.2, INK)
        if after:
            for n in range(11):
                it.box(3.2 + n, 2.6 + row * 2.5, 0.7, 1.9, (RED, BLUE, GREEN, GOLD)[(n + row) % 4])
    it.box(17, 9, 5, 0.4, INK)
    it.disc(19.5, 7.6, 0.9, GOLD if after else MUTED)
    return it


def _tower(after: bool) -> Sheet:
    it = Sheet(SKY, GROUND)
    it.house(10, 9, 10)
    if after:
        for x in (8, 21):
            it.line(x, 7, x, 12)
            it.disc(x, 6.8, 0.5, INK)
    else:
        for left, top in ((9, 5), (8.6, 9), (20, 7)):
            it.box(left, top, 0.7, 0.7, RED)
    return it


def _notice(after: bool) -> Sheet:
    it = Sheet(WALL, GROUND, 13)
    it.box(3, 4.5, 7, 6, WOOD)
    it.box(3.4, 4.9, 6.2, 5.2, PAPER)
    for n in range(4):
        it.line(4, 6 + n, 9, 6 + n, colour=MUTED, wide=4)
    if after:
        it.box(14, 4.5, 4.5, 6, GREEN)
        it.disc(15.6, 7, 0.9, PAPER)
        it.disc(16.9, 7, 0.9, PAPER)
        it.pen.polygon([(14.9 * STEP, 7.5 * STEP), (17.6 * STEP, 7.5 * STEP), (16.25 * STEP, 9.2 * STEP)], PAPER)
    return it


def _playground(after: bool) -> Sheet:
    it = Sheet(SKY, LEAF, 10)
    it.house(1, 5, 8)
    it.pen.ellipse((4 * STEP, 11 * STEP, 22 * STEP, 15.5 * STEP), "#E8D3A2" if after else "#B5A98F")
    it.line(11, 12.5, 11, 6, colour=BLUE if after else MUTED, wide=12)
    it.line(13, 12.5, 13, 6, colour=BLUE if after else MUTED, wide=12)
    it.line(13, 6, 18.5, 13, colour=RED if after else WOOD, wide=22)
    if not after:
        it.line(5, 9.5, 22, 9.5, colour=GOLD, wide=10)
    return it


def _square(after: bool) -> Sheet:
    it = Sheet(SKY, GROUND, 9)
    it.house(1, 6, 8)
    it.house(18, 5, 7)
    for n in range(4 if after else 9):
        x = 8 + n * (2.4 if after else 1)
        it.disc(x, 10, 0.5, (RED, BLUE, GREEN)[n % 3])
        it.box(x - 0.4, 10.5, 0.8, 1.8, (RED, BLUE, GREEN)[n % 3])
    if after:
        it.line(7, 15, 8, 9, colour=PAPER)
        it.line(17, 15, 16, 9, colour=PAPER)
    return it


def _receipt(after: bool) -> Sheet:
    """A slip of paper with lines on it, and a seal."""
    it = Sheet(MUTED, MUTED)
    it.box(7, 1, 11, 14, PAPER)
    for n in range(8):
        it.line(8, 4 + n * 1.2, 17 if n % 3 else 14, 4 + n * 1.2, colour=INK, wide=3)
    it.pen.ellipse((13.5 * STEP, 11 * STEP, 16.5 * STEP, 14 * STEP), outline=RED, width=8)
    return it


SCENES: dict[str, Callable[[bool], Sheet]] = {
    "night": _night, "wires": _wires, "garden": _garden, "table": _table, "steps": _steps, "water": _water, "court": _court,
    "bins": _bins, "shelf": _room, "tower": _tower, "notice": _notice, "playground": _playground, "square": _square,
    "receipt": _receipt,
}  # fmt: skip


def drawn(scene: str, after: bool) -> bytes:
    return SCENES[scene](after).done()
