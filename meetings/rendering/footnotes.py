"""Footnotes, with names that differ from text to text on one page, and none lost."""

from hashlib import sha256

from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin as library_plugin


def text_id(source: str) -> str:
    return sha256(source.encode()).hexdigest()[:6]


def keep_all(state) -> None:
    """The library drops notes that nothing refers to, and the first of two with one label. Someone wrote them."""
    notes = state.env.get("footnotes")
    if not notes:
        return
    seen: set[str] = set()
    for token in state.tokens:
        if token.type == "footnote_reference_open":
            label = token.meta["label"]
            if label in seen or notes["refs"].get(":" + label, -1) < 0:
                while label in seen:
                    label += "'"
                token.meta["label"] = label
                number = len(notes["list"])
                notes["list"][number] = {"label": label, "count": 0}
                notes["refs"][":" + label] = number
            seen.add(label)


def unlinked(state) -> None:
    """A note that nothing refers to has no way back."""
    notes = state.env.get("footnotes", {}).get("list", {})
    state.tokens = [
        token for token in state.tokens if token.type != "footnote_anchor" or notes[token.meta["id"]].get("count", 1)
    ]


def render_block_open(self, tokens, index, options, env) -> str:
    return '<section class="footnotes">\n<ol class="footnotes-list">\n'


def footnote_plugin(md: MarkdownIt) -> None:
    library_plugin(md)
    md.core.ruler.before("footnote_tail", "footnote_keep_all", keep_all)
    md.core.ruler.after("footnote_tail", "footnote_unlinked", unlinked)
    md.add_render_rule("footnote_block_open", render_block_open)
