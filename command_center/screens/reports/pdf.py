"""The report as a PDF of A4 pages, by ReportLab; Chinese by the CID font that readers bring along."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from reportlab.graphics.shapes import Circle, Drawing, PolyLine, Rect, String
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import KeepTogether, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from command_center.ground.figures.models import WeeklyReport
from command_center.screens.reports.told import HEIGHT, WIDTH, Bar, Course, Line, report_told

FONT = "STSong-Light"
INK, QUIET, ACCENT, RULE = (colors.HexColor(each) for each in ("#1a2230", "#5a6677", "#1d6fd0", "#c9d1dc"))
TEXT = ParagraphStyle("text", fontName=FONT, fontSize=8, leading=11.5, textColor=INK, wordWrap="CJK")
SMALL = ParagraphStyle("small", parent=TEXT, fontSize=7, leading=9.5, textColor=QUIET)
TITLE = ParagraphStyle("title", parent=TEXT, fontSize=16, leading=22)
HEAD = ParagraphStyle("head", parent=TEXT, fontSize=11, leading=15, spaceBefore=8, spaceAfter=4)
BAR = 9


def pdf_of(row: WeeklyReport, page_words: str) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    told, file = report_told(row), BytesIO()
    document = SimpleDocTemplate(
        file, pagesize=A4, leftMargin=16 * mm, rightMargin=16 * mm, topMargin=14 * mm, bottomMargin=16 * mm,
        title=f"{told.title} {told.unit} {told.week}", author=told.unit,
    )  # fmt: skip
    made = _("Made %(at)s from the rows as they stood then.") % {"at": f"{localtime(row.made_at):%Y-%m-%d %H:%M}"}
    story: list[Any] = [
        _words(told.title, TITLE),
        _words(f"{told.unit} · {told.week} · {told.days}"),
        _words(made, SMALL),
        _words(_("Headline figures"), HEAD),
        _headlines(told.lines),
        *(KeepTogether([_words(course.label, HEAD), _drawn(course)]) for course in told.courses),
        KeepTogether([_words(_("Outages by cause"), HEAD), _bars(told.causes)]),
        _words(_("Frequent-outage feeders"), HEAD),
        _words("、".join(told.feeders) or _("None on the last day of the week.")),
        _words(_("Units below by %(figure)s") % {"figure": told.ranked_by}, HEAD),
        *_ranking(told.ranking),
    ]
    story += [Spacer(1, 6), _words(_("What was told in confidence is not counted here."), SMALL)]

    def numbered(canvas: Any, of: Any) -> None:
        canvas.setFont(FONT, 7)
        canvas.setFillColor(QUIET)
        canvas.drawRightString(A4[0] - 16 * mm, 9 * mm, page_words % {"n": of.page})

    document.build(story, onFirstPage=numbered, onLaterPages=numbered)
    return file.getvalue()


def _words(text: str, style: ParagraphStyle = TEXT) -> Paragraph:
    """The font's own minus is as wide as a character of Chinese; the hyphen of a keyboard is not."""
    return Paragraph(escape(text.replace("−", "-")), style)


def _headlines(lines: Sequence[Line]) -> Table:
    heads = (_("Figure"), _("This week"), _("Week before"), _("Change"), _("Year before"), _("Change"))
    rows = [[_words(each, SMALL) for each in heads]]
    for line in lines:
        now = f"{line.now} ({line.of})" if line.of else line.now
        cells = (line.label, now, line.week_before, line.week_change, line.year_before, line.year_change)
        rows.append([_words(each, SMALL if line.few else TEXT) for each in cells])
    return _table(rows, (44, 32, 23, 29, 23, 27))


def _ranking(bars: Sequence[Bar]) -> list[Any]:
    if not bars:
        return [_words(_("Nothing was counted below."))]
    rows = [[_words(each, SMALL) for each in ("#", _("Unit"), _("Value"))]]
    rows += [[_words(text, SMALL if bar.few else TEXT) for text in (bar.rank, bar.label, bar.value)] for bar in bars]
    return [_table(rows, (12, 90, 40)), _words(_("“—”: of fewer than ten, and not ranked."), SMALL)]


def _table(rows: Sequence[Sequence[Any]], widths: Sequence[float]) -> Table:
    table = Table([list(row) for row in rows], colWidths=[each * mm for each in widths], repeatRows=1, hAlign="LEFT")
    rules = [("LINEBELOW", (0, 0), (-1, -1), 0.4, RULE), ("VALIGN", (0, 0), (-1, -1), "TOP")]
    paddings = [(name, (0, 0), (-1, -1), 2) for name in ("TOPPADDING", "BOTTOMPADDING", "LEFTPADDING", "RIGHTPADDING")]
    table.setStyle(TableStyle([*rules, *paddings]))
    return table


def _drawn(course: Course) -> Drawing:
    """PDF counts from the lower left."""
    drawing = Drawing(WIDTH + 90, HEIGHT + 14)
    drawing.add(Rect(0, 14, WIDTH, HEIGHT, fillColor=None, strokeColor=RULE, strokeWidth=0.4))
    points = [value for x, y in course.points for value in (x, 14 + HEIGHT - y)]
    if len(points) > 2:
        drawing.add(PolyLine(points, strokeColor=ACCENT, strokeWidth=1.4))
    for x, y in course.points:
        drawing.add(Circle(x, 14 + HEIGHT - y, 1.8, fillColor=ACCENT, strokeColor=None))
    for x, y, text in (
        (0, 2, course.first), (WIDTH - 36, 2, course.last), (WIDTH + 6, HEIGHT + 6, course.most),
        (WIDTH + 6, 14, course.least),
    ):  # fmt: skip
        drawing.add(String(x, y, text, fontName=FONT, fontSize=7, fillColor=QUIET))
    return drawing


def _bars(bars: Sequence[Bar]) -> Any:
    if not bars:
        return _words(_("No outage began this week."))
    drawing = Drawing(460, len(bars) * (BAR + 5))
    for place, bar in enumerate(bars):
        y = (len(bars) - 1 - place) * (BAR + 5)
        drawing.add(String(0, y + 2, bar.label, fontName=FONT, fontSize=8, fillColor=INK))
        drawing.add(Rect(130, y, max(bar.share * 260, 0.5), BAR, fillColor=ACCENT, strokeColor=None))
        drawing.add(String(136 + bar.share * 260, y + 2, bar.value, fontName=FONT, fontSize=8, fillColor=INK))
    return drawing
