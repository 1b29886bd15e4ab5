"""What an ES module says of itself: imports, exports and the code between, as far as it can be joined with others.

Only forms of `import` and `export` are known that mean the same inside of a function. Everything else is refused.
"""

import posixpath
import re
from dataclasses import dataclass, field

import quickjs
from django.core.management.base import CommandError

TOKEN = re.compile(
    r"""
    (?P<comment> // [^\n]* | /\* .*? \*/ )
    | (?P<text> "(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)*' | `(?:[^`\\]|\\.)*` )
    | (?P<division> (?<=\s) /=? (?=\s) )
    | (?P<pattern> / (?: [^/\\\[\n] | \\. | \[ (?:[^\]\\\n]|\\.)* \] )+ / [a-z]* )
    | ["'`/]
    """,
    re.X | re.S,
)
# A slash after these begins a pattern; after anything else, and between spaces, it divides.
OPERATOR = re.compile(r"(?:[(,=:\[!&|?{;+*%<>~-]|\b(?:return|typeof|case|in|of|void|throw|else|await))$")
UNCLEAR = re.compile(
    r"`(?s:.*)(?:\$\{[^}]*$|\bimport\b)"
)  # a text with code in it that holds another text or an import

MASK = "\ue000(?P<mask>\\d+)\n*\ue001"  # stands for a text or a pattern, and for the lines in it
IMPORT = re.compile(rf"^import\s*(?:\{{(?P<names>[\w$\s,]*)\}}\s*from\s*)?{MASK};", re.M)
NAME = re.compile(r"([\w$]+)(?:\s+as\s+([\w$]+))?")
EXPORT = re.compile(r"^export (?=const (?P<const>[\w$]+) =|(?:class|(?:async )?function) (?P<name>[\w$]+))", re.M)
LATER = re.compile(rf"(?<![\w$.])import\({MASK}\)")
UNKNOWN = re.compile(r"(?<![\w$.])(?:import|export)(?![\w$]|\s*:)|\$(?:modules|define)\b")


class NotJoined(CommandError):
    """What can't be joined, and where, for whoever runs collectstatic."""

    def __init__(self, name: str, line: int, why: str) -> None:
        super().__init__(f"{name}, line {line}: {why}")


@dataclass
class Import:
    file: str
    names: list[tuple[str, str]]  # as they are exported, as they are called here
    line: int


@dataclass
class Module:
    """`code` is the file line by line, in the end without comments, imports and `export`, texts and patterns masked."""

    name: str
    code: str
    texts: list[str] = field(default_factory=list)
    imports: list[Import] = field(default_factory=list)
    exports: list[str] = field(default_factory=list)

    def refuse(self, place: int, why: str) -> NotJoined:
        return NotJoined(self.name, self.code.count("\n", 0, place) + 1, why)

    def text(self, mask: re.Match) -> str:
        return self.texts[int(mask["mask"])]

    def file(self, mask: re.Match) -> str:
        return posixpath.normpath(posixpath.join(posixpath.dirname(self.name), self.text(mask)[1:-1]))

    def script(self, code: str | None = None) -> str:
        return re.sub(MASK, self.text, self.code if code is None else code)


def parsed(name: str, source: str, entries: list[str]) -> Module:
    """Raises NotJoined. Scripts may be asked for later, by `import()`, if they are among `entries`."""
    module = Module(name, source)
    module.code = masked(module)
    for one in IMPORT.finditer(module.code):
        names = [(theirs, ours or theirs) for theirs, ours in NAME.findall(one["names"] or "")]
        module.imports.append(Import(module.file(one), names, module.code.count("\n", 0, one.start()) + 1))
    module.exports = [one["const"] or one["name"] for one in EXPORT.finditer(module.code)]
    module.code = IMPORT.sub(lines_of, EXPORT.sub("", module.code))
    for later in LATER.finditer(module.code):
        if module.file(later) not in entries:
            raise module.refuse(later.start(), f"{module.file(later)} is no script of its own that could be asked for")
    if unknown := UNKNOWN.search(LATER.sub(lambda one: " " * len(one[0]), module.code)):
        raise module.refuse(unknown.start(), f"“{unknown[0]}” in a form that can't be joined")
    check_syntax(module)
    return module


def masked(module: Module) -> str:
    """The code without comments, with numbers for texts and patterns: what is left means what it seems to mean."""
    source = module.code

    def put(token: re.Match) -> str:
        before = source[: token.start()].rstrip()
        begins = not before or bool(OPERATOR.search(before, max(0, len(before) - 12)))
        kind = token.lastgroup
        if kind == "comment":
            return lines_of(token) or " "
        if kind == "division" and not begins:
            return token[0]
        if (kind == "text" and not holds_code(token[0])) or (kind == "pattern" and begins):
            module.texts.append(token[0])
            return f"\ue000{len(module.texts) - 1}{lines_of(token)}\ue001"
        raise module.refuse(token.start(), f"it isn't clear where the text or pattern “{token[0][:20]}” ends")

    if taken := re.search("[\ue000\ue001]", source):
        raise module.refuse(taken.start(), "a character that stands for something else while scripts are joined")
    return TOKEN.sub(put, source)


def holds_code(text: str) -> bool:
    """Whether code in it holds another text of this kind, so that it only seems to end here, or an import."""
    return text[0] == "`" and "${" in text and (text.count("{") != text.count("}") or "import" in text)


def lines_of(match: re.Match) -> str:
    return "\n" * match[0].count("\n")


def check_syntax(module: Module) -> None:
    """Inside of a function: there is no `await` between the functions, for one."""
    try:
        quickjs.Context().eval(f'() => {{"use strict";{module.script()}\n}}')
    except quickjs.JSException as error:
        why, _, place = str(error).partition("\n")
        raise NotJoined(module.name, int(place.split(":")[1]), why) from None
