"""A script and all that it imports as one, in the order in which a browser would run the modules.

Each module becomes a function that returns what it exports. What several scripts of a page have in common runs once:
the first of them leaves it in a register of the page. Files outside of our own folder stay files and run before, which
is no difference, for they know nothing of ours.
"""

import posixpath
import re
from collections.abc import Callable

from .modules import LATER, Module, NotJoined, parsed

FOLDER = "meetings/js/"
# The scripts that pages name, and the one that a script asks for when somebody is about to write.
ENTRIES = [
    f"{FOLDER}{name}.js"
    for name in (
        "arrival",
        "editor",
        "elements",
        "find",
        "finding",
        "form",
        "mentoring",
        "minutes",
        "question",
        "questions",
        "reading",
        "review",
        "search",
    )
]
INDENT = re.compile(r"[ \t]*\n\s*")
# Between signs of which no two make another one, and beside them. Not around + - / and dots.
SPACE = re.compile(r"(?<=[{}()\[\];,:?=<>&|!*%]) +| +(?=[{}()\[\];,:?=<>&|!*%])")

REGISTER = """\
const $modules = (globalThis[Symbol.for("peersession")] ??= new Map());
const $define = (name, run) => $modules.has(name) || $modules.set(name, run());
"""

Read = Callable[[str], bytes]
Found = dict[str, Module | None]  # in the order of running; None stands for a file outside of our folder


def one_script(name: str, read: Read) -> str:
    """The script `name` with every module that it imports, nested ones too. Raises NotJoined."""
    found: Found = {}
    gather(name, read, found, [])
    outside = [file for file, module in found.items() if module is None]
    folder = posixpath.dirname(name)
    asked = [f'import * as $outside{n} from "{posixpath.relpath(file, folder)}";\n' for n, file in enumerate(outside)]
    known = [f'$modules.set("{key(file)}", $outside{n});\n' for n, file in enumerate(outside)]
    return "".join([*asked, REGISTER, *known, *(function(module, found) for module in found.values() if module)])


def gather(name: str, read: Read, found: Found, path: list[str]) -> None:
    """Put `name` into `found`, behind all that it imports."""
    module = parsed(name, read(name).decode(), ENTRIES)
    for one in module.imports:
        if one.file in (*path, name):
            raise NotJoined(name, one.line, f"{one.file} imports this file too, or what imports it")
        if one.file not in found and one.file.startswith(FOLDER):
            gather(one.file, read, found, [*path, name])
        found.setdefault(one.file, None)
    found[name] = module


def function(module: Module, found: Found) -> str:
    """The module as a function, which runs unless another script of the page has brought it."""
    wanted = []
    for one in module.imports:
        other = found[one.file]
        for theirs, _ in one.names:
            if other and theirs not in other.exports:
                raise NotJoined(module.name, one.line, f"{one.file} exports no {theirs}")
        names = ",".join(theirs if theirs == ours else f"{theirs}:{ours}" for theirs, ours in one.names)
        wanted += [f'const{{{names}}}=$modules.get("{key(one.file)}");'] if names else []
    here = LATER.sub(lambda later: f'import("./{module.file(later).removeprefix(FOLDER)}")', module.code)
    code = module.script(SPACE.sub("", INDENT.sub("\n", here).strip()))
    exported = f"return{{{','.join(module.exports)}}};"
    return "\n".join([f'$define("{key(module.name)}",()=>{{', *wanted, code, exported, "});\n"])


def key(file: str) -> str:
    return file.removeprefix(FOLDER).removesuffix(".js")
