"""ES modules joined to one script, run by the engine that sets formulas too."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import quickjs
from django.contrib.staticfiles import finders
from django.core.management import call_command

from meetings.forms.fields import EditorWidget
from peersession.static.modules import NotJoined
from peersession.static.scripts import ENTRIES, FOLDER, one_script

ROOT = Path(__file__).resolve().parent.parent
JS = ROOT / "meetings/static" / FOLDER


def reader(**files: str) -> Callable[[str], bytes]:
    return lambda name: files[name.removeprefix(FOLDER).removesuffix(".js").replace("/", "_")].encode()


def join(**files: str) -> str:
    return one_script(f"{FOLDER}a.js", reader(**files))


def run(*scripts: str) -> list:
    """What they told, all on one page."""
    page = quickjs.Context()
    page.eval("globalThis.told = []; globalThis.tell = (...words) => told.push(...words)")
    for script in scripts:
        page.eval(f'(() => {{"use strict";{script}\n}})()')
    return json.loads(page.eval("JSON.stringify(told)"))


def test_modules_run_in_the_order_of_their_imports_and_once():
    script = join(
        a='import "./b.js";\nimport "./d.js";\nimport "./c.js";\ntell("a");',
        b='import "./c.js";\ntell("b");',
        c='tell("c");',
        d='import {} from "./b.js";\ntell("d");',
    )
    assert run(script) == ["c", "b", "d", "a"]


def test_two_scripts_of_a_page_share_the_state_of_what_both_import():
    files = {
        "a": 'import { next } from "./count.js";\ntell(next());',
        "b": 'import { next } from "./count.js";\ntell(next());',
        "count": 'tell("count");\nlet n = 0;\nexport const next = () => ++n;',
    }
    read = reader(**files)
    assert run(one_script(f"{FOLDER}a.js", read), one_script(f"{FOLDER}b.js", read)) == ["count", 1, 2]


def test_every_kind_of_name_arrives():
    script = join(
        a="""import { early, Kind, later, plain as other,
  soon, } from "./live/b.js";
tell(early(), new Kind().name, typeof later, other, soon.constructor.name);""",
        live_b="""tell(early());
export const plain = 1;
export class Kind {
  name = "kind";
}
export function early() {
  return "early";
}
export async function later() {
  await null;
}
export const soon = async () => {};""",
    )
    assert run(script) == ["early", "early", "kind", "function", 1, "AsyncFunction"]


def test_names_of_one_module_are_nobody_elses():
    script = join(a='import "./b.js";\nconst own = 2;\ntell(own);', b="const own = 1;\ntell(own);")
    assert run(script) == [1, 2]


def test_texts_and_patterns_stay_as_they_are_and_comments_go():
    script = join(
        a=r"""// import "./gone.js";
/** export default
 * gone */
tell("// no comment", '/* nor this */', `two
  lines  // ${1 + 1} { }`); // gone
tell("a  =  b, c".replace(/ {2}= {2}/g, " // "), /["'`/]*[/*]+\//.source); /* gone */ tell(6 / 3 / 2);
const object = { import: 1, export: 2 };
tell(object.import + object.export, "import it");
tell([1, 2]
  .map((n) => n - -1)
  .at(-1));"""
    )
    assert "gone" not in script
    assert run(script) == [
        "// no comment", "/* nor this */", "two\n  lines  // 2 { }", "a // b, c", "[\"'`/]*[/*]+\\/", 1, 3, "import it",
        3,
    ]  # fmt: skip


def test_files_of_others_stay_files():
    script = join(
        a='import { b } from "../vendor/b/c.js";\nimport "../vendor/d.js";\nb();',
        **{"meetings_vendor_b_c": "", "meetings_vendor_d": ""},
    )
    assert script.startswith(
        'import * as $outside0 from "../vendor/b/c.js";\nimport * as $outside1 from "../vendor/d.js";\n'
    )
    assert 'const{b}=$modules.get("meetings/vendor/b/c");' in script


def test_a_script_for_later_is_asked_for_from_where_the_joined_one_is():
    script = join(a='import "./live/b.js";', live_b='export const later = () => import("../elements.js");')
    assert 'import("./elements.js")' in script


@pytest.mark.parametrize(
    ("source", "line", "why"),
    [
        ("\nexport default 1;", 2, "“export” in a form"),
        ("export let a = 1;", 1, "“export” in a form"),
        ("export var a = 1;", 1, "“export” in a form"),
        ("const a = 1;\nexport { a };", 2, "“export” in a form"),
        ('export * from "./b.js";', 1, "“export” in a form"),
        ("export const { a } = {};", 1, "“export” in a form"),
        ("if (1) {\n  export const a = 1;\n}", 2, "“export” in a form"),
        ('\n\nimport a from "./b.js";', 3, "“import” in a form"),
        ('import * as a from "./b.js";', 1, "“import” in a form"),
        ('import a, { c } from "./b.js";', 1, "“import” in a form"),
        ('import { default as a } from "./b.js";', 1, "exports no default"),
        ('  import "./b.js";', 1, "“import” in a form"),
        ('import "./b.js"', 1, "“import” in a form"),
        ('import { a } from "./b.js" with { type: "json" };', 1, "“import” in a form"),
        ('tell(1); import "./b.js";', 1, "“import” in a form"),
        ("tell(import.meta.url);", 1, "“import” in a form"),
        ("const a = './b.js';\nimport(a);", 2, "“import” in a form"),
        ('// later\nimport("./b.js");', 2, "meetings/js/b.js is no script of its own"),
        ('import { b, gone } from "./b.js";', 1, "meetings/js/b.js exports no gone"),
        ("/*\n*/\ntell(await 1);", 3, "SyntaxError"),
        ("tell(1;", 1, "SyntaxError"),
        ("tell(`\n`);\nconst a = 1;\nconst a = 2;", 4, "SyntaxError"),
        ("\ntell('open);", 2, "it isn't clear where"),
        ("tell(`a ${ [1].map((n) => `b`) }`);", 1, "it isn't clear where"),
        ("tell(`a ${ n ? { n } : `b` }`);", 1, "it isn't clear where"),
        ('tell(`a ${ import("./b.js") }`);', 1, "it isn't clear where"),
        ("const a = 1, b = 2;\ntell(a/b, b/a);", 2, "it isn't clear where"),
        ("const $modules = 1;", 1, "“$modules” in a form"),
        ("tell('\ue000');", 1, "a character that stands for something else"),
    ],
)
def test_what_is_not_known_is_refused(source, line, why):
    with pytest.raises(NotJoined) as refused:
        join(a=source, b="export const b = 1;")
    assert str(refused.value).startswith(f"meetings/js/a.js, line {line}: ")
    assert why in str(refused.value)


@pytest.mark.parametrize("end", ["a", "b", "c"])
def test_a_circle_is_refused_and_says_where(end):
    with pytest.raises(NotJoined, match=r"meetings/js/c\.js, line 2: meetings/js/\w\.js imports this file"):
        join(a='import "./b.js";', b='import "./c.js";', c=f'\nimport "./{end}.js";')


@pytest.mark.slow
def test_collecting_fails_with_that_sentence(tmp_path, settings):
    (tmp_path / FOLDER).mkdir(parents=True)
    (tmp_path / FOLDER / "minutes.js").write_text("\nexport default 1;")
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATICFILES_DIRS = [tmp_path]
    settings.STATIC_ROOT = tmp_path / "root"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "peersession.static.storage.JoinedFilesStorage"},
    }
    with pytest.raises(NotJoined, match=r"meetings/js/minutes\.js, line 2: “export”"):
        call_command("collectstatic", interactive=False, verbosity=0)


def named() -> set[str]:
    """Scripts that templates, forms and other scripts ask for."""
    texts = [path.read_text() for path in ROOT.glob("templates/**/*.html")] + [str(EditorWidget().media)]
    found = {name for text in texts for name in re.findall(rf"{FOLDER}[\w/-]+\.js", text)}
    return found | {
        f"{FOLDER}{name}"
        for path in JS.rglob("*.js")
        for name in re.findall(r'import\("[./]*(.+?)"\)', path.read_text())
    }


def test_what_pages_ask_for_is_joined_and_nothing_else():
    assert named() == set(ENTRIES)


def test_every_module_of_ours_is_in_a_script():
    texts = [one_script(name, lambda file: Path(finders.find(file)).read_bytes()) for name in ENTRIES]
    joined = {name for text in texts for name in re.findall(r'^\$define\("(.+?)"', text, re.M)}
    assert joined == {path.relative_to(JS).with_suffix("").as_posix() for path in JS.rglob("*.js")}


def test_the_editor_comes_to_minutes_without_what_weighs_most():
    texts = {
        name: one_script(f"{FOLDER}{name}.js", lambda file: Path(finders.find(file)).read_bytes())
        for name in ("minutes", "editor")
    }
    assert "vendor" not in texts["minutes"]
    assert texts["editor"].count("import * as") == 3
