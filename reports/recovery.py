"""An owner's recovery code on a sheet to be put away."""

from datetime import date

from reportlab.pdfgen.canvas import Canvas

from reports import paper
from reports.files import Target
from reports.paper import MM
from shopdesk.language import translator

_LEFT = 25 * MM
_INNER = paper.PAGE_WIDTH - 2 * _LEFT


def pdf(
    target: Target, code: str, *, name: str, shop_name: str, made_on: date, language: str
) -> None:
    """Write one page with the code, whose it is, and how it is used."""
    _ = translator(language)
    with paper.document(
        target, title=_("Recovery code") + f" · {shop_name}", author=shop_name, language=language
    ) as canvas:
        y = paper.PAGE_HEIGHT - 40 * MM
        paper.text(canvas, _LEFT, y, _("Recovery code"), size=paper.TITLE, ink=paper.INK, bold=True)
        whose = _("{shop} · {name} · made on {day}")
        y = _told(canvas, y - 10 * MM, whose.format(shop=shop_name, name=name, day=made_on))
        y -= 14 * MM
        paper.text(canvas, _LEFT, y, code, size=26, ink=paper.INK, bold=True, within=_INNER)
        y = _told(canvas, y - 16 * MM, how(language))
        _told(canvas, y - 4 * MM, secret(language))
        canvas.showPage()


def _told(canvas: Canvas, y: float, text: str) -> float:
    """Write a paragraph; where the next may begin."""
    fitted = paper.fitted(text, 11, _INNER, lines=6, smallest=8)
    paper.paragraph(canvas, _LEFT, y, fitted)
    return y - len(fitted.lines) * fitted.size * paper.LEADING


def how(language: str) -> str:
    """How a code is used, in a few words."""
    _ = translator(language)
    return _(
        "If you forget your PIN: on the lock choose Forgot PIN…, type this code and a new PIN. It"
        " is good once; then the next one is shown."
    )


def secret(language: str) -> str:
    """How a code is kept."""
    _ = translator(language)
    return _(
        "Keep it where nobody at the counter gets it: whoever has it becomes the owner. ShopDesk"
        " cannot show it again; a new one from Settings ends it."
    )
