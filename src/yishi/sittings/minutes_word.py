"""Word 纪要 · the minutes as a document to sign: title, table of facts, the parts, what was resolved, lines for the signatures."""

from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from ..clock import here
from ..procedure.floor.minutes import HEAD, RESOLVED
from .models import Sitting

KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TEXT, TITLE = "仿宋", "宋体"
SIGNS = ("主持人", "记录人")


def document(sitting: Sitting) -> bytes:
    paper: Any = Document()
    _page(paper)
    heading = paper.add_heading(level=0)
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _written(heading.add_run(f"{sitting.name}纪要"), TITLE, 20, bold=True)
    lines = sitting.minutes_lines
    _facts(paper, [it.told for it in lines if it.part == HEAD])
    part = HEAD
    for line in lines:
        if line.part == HEAD:
            continue
        if line.part != part:
            part = line.part
            _written(paper.add_heading(level=1).add_run(part), TITLE, 15, bold=True)
        moment = f"{here(line.at):%H:%M}　" if line.at and part != RESOLVED else ""
        _written(
            paper.add_paragraph().add_run(f"{moment}{line.text}{'（秘书改过文字）' if line.text != line.written else ''}"), TEXT, 12
        )
    _signatures(paper, sitting)
    made = BytesIO()
    paper.save(made)
    return made.getvalue()


def _page(paper: Any) -> None:
    section = paper.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.6)
    section.top_margin = section.bottom_margin = Cm(2.5)


def _facts(paper: Any, rows: list[tuple[str, str]]) -> None:
    table = paper.add_table(rows=0, cols=2, style="Table Grid")
    for label, words in rows:
        cells = table.add_row().cells
        cells[0].width, cells[1].width = Cm(3.2), Cm(12.6)
        _written(cells[0].paragraphs[0].add_run(label), TEXT, 12, bold=True)
        _written(cells[1].paragraphs[0].add_run(words), TEXT, 12)


def _signatures(paper: Any, sitting: Sitting) -> None:
    paper.add_paragraph()
    for label, name in zip(SIGNS, (sitting.signer.name, sitting.secretary.name), strict=True):
        _written(paper.add_paragraph().add_run(f"{label}（{name}）签字：＿＿＿＿＿＿＿＿　　日期：＿＿＿＿＿＿"), TEXT, 12)
    if sitting.minutes_digest:
        signed = f"{here(sitting.sealed_at):%Y年%-m月%-d日}签认" if sitting.sealed_at else ""
        _written(paper.add_paragraph().add_run(f"{signed}，SHA-256 指纹 {sitting.minutes_digest}"), TEXT, 9)
    else:
        _written(paper.add_paragraph().add_run("这是还没有签认的稿子。"), TEXT, 9)


def _written(run: Any, font: str, size: int, bold: bool = False) -> None:
    """In a Chinese face; Word keeps the one for Chinese characters apart."""
    run.font.name, run.font.size, run.bold = font, Pt(size), bold
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
