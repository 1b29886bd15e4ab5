"""The one door to safe HTML: nh3 with an allow-list. What stands in none of these sets is not in the page."""

import re

import nh3
from pygments.token import STANDARD_TYPES

PREFIX = (
    "md-"  # before every id, name and anchor of a text: none can shadow one of the page or a property of `document`
)

AUTHOR_TAGS = set(
    (  # noqa: SIM905
        "a abbr b big blockquote br caption center cite code col colgroup dd del details dfn div dl dt em figcaption "
        "figure font h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp section small span strike "
        "strong sub summary sup table tbody td tfoot th thead tr tt u ul var wbr"
    ).split()
)
STYLES = {"color", "background-color", "text-align", "text-decoration", "font-weight", "font-style"}
CODE_CLASSES = set(STANDARD_TYPES.values()) - {""}
LANGUAGE = re.compile(r"language-\S{1,40}")
RUNS = re.compile(r"\s*(?:javascript|vbscript|data)\s*:", re.IGNORECASE)
PAINTED = re.compile(r"<(?:span|p|div|td|th|font)\b[^<>]*>")
FONT = re.compile(r'^<font color="([#\w(),.%\s/+-]+)"')  # nothing that ends a declaration: styles are filtered by now
STYLE = re.compile(r'(?<= style=")[^"]*')
COLOR = re.compile(r"(?<![\w-])(background-)?color:\s*([#\w(),.%\s/+-]+)")
OUR_PICTURE = re.compile(r"/pictures/[0-9a-fA-F-]{36}/[^?#\\]*")

ATTRIBUTES = {
    "*": {"id", "title", "lang", "dir"},
    "a": {"href", "name"},
    "img": {"src", "alt", "width", "height"},
    "span": {"style", "aria-label"},
    "div": {"style"},
    "p": {"style"},
    "font": {"color"},
    "code": {"class"},
    "details": {"open"},
    "ol": {"start", "reversed"},
    "li": {"value"},
    "td": {"style", "colspan", "rowspan"},
    "th": {"style", "colspan", "rowspan", "scope"},
    "col": {"span"},
    "colgroup": {"span"},
    "input": {"checked", "aria-label"},
}
VALUES = {
    "p": {"align": {"left", "center", "right"}},
    "div": {"align": {"left", "center", "right"}, "tabindex": {"0"}},
    "pre": {"tabindex": {"0"}},
    "ol": {"type": {"1", "a", "A", "i", "I"}},
    "input": {"type": {"checkbox"}},
    "img": {"loading": {"lazy"}},
    "span": {"role": {"img"}},
}
CLASSES = {
    "a": {"picture-elsewhere", "footnote-backref", "reference"},
    "dd": {"deeper"},
    "div": {"table-scroll"},
    "input": {"task-list-item-checkbox"},
    "li": {"task-list-item", "footnote-item"},
    "ol": {"contains-task-list", "footnotes-list"},
    "pre": {"code", "plain-text"},
    "section": {"footnotes"},
    "span": {"picture-missing", "picture-elsewhere"} | CODE_CLASSES,
    "sup": {"footnote-ref"},
    "ul": {"contains-task-list"},
}


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name == "href" and RUNS.match(value):  # nh3 has refused it already, unless Unicode spaces stand before it
        return None
    if name == "name" or (tag == "a" and name == "href" and value.startswith("#")):
        mark, word = ("#", value[1:]) if name == "href" else ("", value)
        return mark + (word if word.startswith(PREFIX) else PREFIX + word)
    if tag == "img" and name == "src":
        return value if OUR_PICTURE.fullmatch(value) else None
    if tag == "code" and name == "class":
        return " ".join(word for word in value.split() if word == "highlight" or LANGUAGE.fullmatch(word)) or None
    return value


_cleaner = nh3.Cleaner(
    tags=AUTHOR_TAGS | {"input"},
    clean_content_tags=set(),
    attributes=ATTRIBUTES,
    tag_attribute_values=VALUES,
    set_tag_attribute_values={"input": {"type": "checkbox", "disabled": ""}},
    allowed_classes=CLASSES,
    attribute_filter=_attribute,
    filter_style_properties=STYLES,
    url_schemes={"http", "https", "mailto"},
    link_rel="noopener noreferrer nofollow",
    id_prefix=PREFIX,
)


def sanitise(html: str) -> str:
    return _paint(_cleaner.clean(html))


def _paint(html: str) -> str:
    """Say an author's colours once more, as `--paint` and `--under`: the style sheet makes of them what can be read."""

    def named(match: re.Match[str]) -> str:
        return f"{match[0]};--{'under' if match[1] else 'paint'}:{match[2]}"

    def painted(tag: re.Match[str]) -> str:
        styled = FONT.sub(r'<font style="color:\1"', tag[0])
        return STYLE.sub(lambda style: COLOR.sub(named, style[0]), styled)

    return PAINTED.sub(painted, html) if "color" in html else html
