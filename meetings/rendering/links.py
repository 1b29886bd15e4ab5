"""Bare addresses become links, and end before a Korean particle: `https://d2l.ai/를` links `https://d2l.ai/`."""

import re
from collections.abc import Callable

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from mdit_py_plugins.gfm_autolink import gfm_autolink_plugin, index

from .rules import wrap

MOST_EXPANSION = 200_000  # characters that reference links may add to a text; a reference can be long and used often
MOST_NESTING = 8

# Longest first, so that 에서는 goes before 는.
PARTICLES = (  # noqa: SIM905 - a list of words
    "에서부터 으로부터 이라고는 이라는데 에서는 에서도 에서의 으로는 으로도 이라고 이라는 이라도 이에요 입니다 까지의 "
    "까지 께서 라고 라는 로는 로도 로부터 마다 만의 만을 만은 부터 보다 에게 에는 에도 에서 예요 으로 이고 이나 이다 "
    "이며 인데 처럼 하고 한테 가 고 과 나 는 도 랑 를 로 만 며 야 에 와 은 을 의 이 인"
).split()
PARTICLE = re.compile(r"(?<![가-힣])(?:" + "|".join(PARTICLES) + r")[.,!?:;)\]}'\"”’]*$")
ADDRESS = re.compile(r"[^\s<]{1,2000}")  # longer ones are cut by every browser
BEFORE_COLON = ("http", "https", "mailto", "xmpp")

InlineRule = Callable[[StateInline, bool], bool]


def may_stand_before(char: str) -> bool:
    """`출처:https://d2l.ai` and `"https://d2l.ai"` are links too; a letter of the same alphabet is part of a word."""
    return char != "<" and not (char.isascii() and char.isalnum())  # after `<`, CommonMark sees no link


index.check_prev = may_stand_before


def within_word(rule: InlineRule) -> InlineRule:
    """The library's rule, shown only the word at hand: it copies all that follows, which is quadratic."""

    def autolink(state: StateInline, silent: bool) -> bool:
        if silent or state.src[state.pos] not in ":w@":
            return False
        word = _word_at(state)
        if not word:
            return False
        end = state.posMax
        state.posMax = min(end, state.pos + len(word))
        try:
            return rule(state, silent)
        finally:
            state.posMax = end

    return autolink


def _word_at(state: StateInline) -> str:
    """From here to the next space, without a Korean particle at its end."""
    src, pos = state.src, state.pos
    if src[pos] == ":" and not src[max(0, pos - 6) : pos].endswith(BEFORE_COLON):
        return ""
    if src[pos] == "w" and not src.startswith("www.", pos):
        return ""
    word = ADDRESS.match(src, pos, state.posMax)
    if not word:
        return ""
    head, tail = word[0][:-16], word[0][-16:]  # no particle is longer, and a search in the whole word is not free
    return head + PARTICLE.sub("", tail)


def shallow(rule: InlineRule) -> InlineRule:
    """A text in a text (a picture's description, an inline note) is parsed by a call within a call: not for ever."""

    def parse(state: StateInline, silent: bool) -> bool:
        sheet = state.env["sheet"]
        if state.src[state.pos] not in "!^" or sheet.depth >= MOST_NESTING:
            return False
        sheet.depth += 1
        try:
            return rule(state, silent)
        finally:
            sheet.depth -= 1

    return parse


def frugal(rule: InlineRule) -> InlineRule:
    """A reference can be long and used often: together they add no more than MOST_EXPANSION characters."""

    def parse(state: StateInline, silent: bool) -> bool:
        sheet, known = state.env["sheet"], len(state.tokens)
        if sheet.expanded > MOST_EXPANSION:
            state.env["references"] = {}
        found = rule(state, silent)
        for token in state.tokens[known:] if found and not silent else ():
            sheet.expanded += sum(len(str(value)) for value in token.attrs.values())
        return found

    return parse


def link_plugin(md: MarkdownIt) -> None:
    gfm_autolink_plugin(md)
    for name in ("gfm_autolink_www", "gfm_autolink_protocol", "gfm_autolink_email"):
        wrap(md.inline.ruler, name, within_word)
    for name in ("link", "image"):
        wrap(md.inline.ruler, name, frugal)
    for name in ("image", "footnote_inline"):
        wrap(md.inline.ruler, name, shallow)
