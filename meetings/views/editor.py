"""What the editor can show beside a text: formulas to take, and its keys."""

from functools import cache
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render as page
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from meetings.rendering import render


class Formula(NamedTuple):
    """A formula to take. What is filled in first stands in ‹ ›; `display`: on lines of its own."""

    name: str | Promise
    marked: str
    display: bool = False

    @property
    def tex(self) -> str:
        return self.marked.replace("‹", "").replace("›", "")

    @property
    def source(self) -> str:
        return f"$$\n{self.tex}\n$$" if self.display else f"${self.tex}$"

    @property
    def html(self) -> SafeString:
        return mark_safe(_set(rf"$\displaystyle {self.tex}$"))  # noqa: S308 - ours, and through the sanitiser like everybody's


class Key(NamedTuple):
    """What a key does. `pages`: kinds of pages without a text to write that have it; those with one have all."""

    name: str | Promise
    strokes: tuple[str, ...]
    pages: tuple[str, ...] = ()


_set = cache(lambda source: render(source).html)

# What notes and lectures use most, commonest first: of 1,066 of their formulas 203 have a fraction, 117 a sum, 60 a
# conditional probability, 57 a hat or bar, 10 an underbrace. Cases (2) are rare, but nobody types them by heart.
FORMULAS = (
    Formula(_("fraction"), r"\frac{‹a›}{b}"),
    Formula(_("sum"), r"\sum_{i=1}^{n} ‹x_i›"),
    Formula(_("conditional probability"), r"P(‹A› \mid B)"),
    Formula(_("vector and its space"), r"\mathbf{‹x›} \in \mathbb{R}^{d}"),
    Formula(_("estimate and mean"), r"\hat{‹y›} - \bar{y}"),
    Formula(_("expectation"), r"\mathbb{E}_{x \sim p}\left[‹f(x)›\right]"),
    Formula(_("square root"), r"\sqrt{‹x›}"),
    Formula(_("partial derivative"), r"\frac{\partial ‹L›}{\partial w}"),
    Formula(_("words in a formula"), r"\text{‹손실›} = L"),
    Formula(_("integral"), r"\int_{a}^{b} ‹f(x)›\,dx"),
    Formula(_("norm"), r"\lVert ‹x› \rVert_2"),
    Formula(_("KL divergence"), r"D_{\mathrm{KL}}(‹P› \,\|\, Q)"),
    Formula(_("cross entropy"), r"-\sum_{i} ‹y_i› \log \hat{y}_i"),
    Formula(_("gradient"), r"\nabla_{\theta} ‹L(\theta)›"),
    Formula(_("softmax"), r"\frac{e^{‹z_i›}}{\sum_{j} e^{z_j}}"),
    Formula(_("minimum at"), r"\operatorname*{argmin}_{\theta} ‹L(\theta)›"),
    Formula(_("matrix"), r"\begin{bmatrix} ‹a› & b \\ c & d \end{bmatrix}", True),
    Formula(_("lines in step"), r"\begin{aligned} y &= ‹ax + b› \\ &= wx \end{aligned}", True),
    Formula(_("named part"), r"\underbrace{‹f(x)›}_{\text{예측}}", True),
    Formula(_("cases"), r"\begin{cases} ‹x & x > 0› \\ 0 & x \le 0 \end{cases}", True),
)

KEYS = (
    Key(_("Bold"), ("Ctrl", "B")),
    Key(_("Formula"), ("Ctrl", "M")),
    Key(_("Code"), ("Ctrl", "E")),
    Key(_("List"), ("Ctrl", "Shift", "8")),
    Key(_("Quotation"), ("Ctrl", "Shift", ".")),
    Key(_("Link"), ("Ctrl", "K")),
    Key(_("Name a question"), ("[[",)),
    Key(_("Name a person"), ("@",)),
    Key(_("Name a lecture"), ("#7",)),
    Key(_("Save"), ("Ctrl", "↵")),
    Key(_("Close; the draft stays"), ("Esc",)),
    Key(_("Undo"), ("Ctrl", "Z")),
    Key(_("All keys, outside of fields"), ("?",), ("list", "asked", "question")),
    Key(_("Find, on any page"), ("/",), ("list", "asked", "question")),
    Key(_("Lists: the next one, the one before"), ("J", "K"), ("list", "asked")),
    Key(_("Lists for mentoring and classes: answer it, tick"), ("R", "X"), ("asked",)),
    Key(_("Minutes, question: the next row, the one before"), ("J", "K"), ("question",)),
    Key(_("Minutes, question: edit the row"), ("E",), ("question",)),
    Key(_("Minutes, question: answer it"), ("R",), ("question",)),
    Key(_("Minutes: tick"), ("X",)),
    Key(_("Minutes, question: history of the row"), ("H",), ("question",)),
    Key(_("Minutes: move the row"), ("Alt", "↑", "↓")),
    Key(_("Minutes: delete the row"), ("Backspace",)),
    Key(_("Minutes: a question, a learning, a review"), ("Q", "L", "V")),
    Key(_("Minutes: an agenda item, something to do, a note"), ("G", "T", "M")),
    Key(_("Two texts: theirs, mine, both"), ("1", "2", "3")),
)


@require_safe
@cache_control(private=True, max_age=3600)
def formulas(request: HttpRequest) -> HttpResponse:
    return page(request, "editor/formulas.html", {"formulas": FORMULAS})


@require_safe
@cache_control(private=True, max_age=3600)
def keys(request: HttpRequest) -> HttpResponse:
    """All of them, or those of the kind of page that the reader comes from."""
    here = [key for key in KEYS if request.GET.get("on") in key.pages]
    return page(request, "editor/keys.html", {"keys": here or KEYS})
