"""What somebody might type to run code in others' browsers: our own list, and the reference list where there is one."""

import json
import os
from pathlib import Path

OWN = [
    "<script>rang()</script>",
    "<SCRIPT/x>rang()</SCRIPT>",
    "<img src=x onerror=rang()>",
    "<img/src/onerror=rang()//>",
    "<p onclick=rang() onpointerdown=rang()>눌러 보세요</p>",
    "<details open ontoggle=rang()><summary>펼치기</summary>글</details>",
    "<b style='animation:a 1s' onanimationstart=rang()>글</b>",
    "<input autofocus onfocus=rang()>",
    "<a href='javascript:rang()'>답</a>",
    "<a href='java&#10;script:rang()'>답</a>",
    "[답](javascript:rang())",
    "[답](JaVaScRiPt&colon;rang&lpar;&rpar;)",
    "[답]\n\n[답]: <javascript:rang()>",
    "<javascript:rang()>",
    '![그림](x" onerror="rang())',
    '![그림](/pictures/0b7e4c1a-9f6d-4a52-8c3e-5d1f2a3b4c5d/a.png "a\\" onload=\\"rang()")',
    "<form action=javascript:rang()><button>보내기</button></form>",
    "<button formaction=javascript:rang()>보내기</button>",
    "<iframe src=javascript:rang()></iframe>",
    "<iframe srcdoc='<script>rang()</script>'></iframe>",
    "<object data='data:text/html,<script>rang()</script>'></object>",
    "<svg><animate onbegin=rang() attributeName=x dur=1s></svg>",
    "<svg><use href='data:image/svg+xml,<svg id=x onload=rang()>#x'/></svg>",
    "<math href=javascript:rang()><mtext>수식</mtext></math>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=rang()&gt;'>",
    "<noscript><p title='</noscript><img src=x onerror=rang()>'>",
    "<template><img src=x onerror=rang()></template>",
    "<base href=https://elsewhere.example/>",
    "<meta http-equiv=refresh content='0;url=javascript:rang()'>",
    "<link rel=stylesheet href=https://elsewhere.example/a.css><style>@import 'https://elsewhere.example/b.css'</style>",
    "<b style='background:url(https://elsewhere.example/c.png)'>글</b>",
    "<video autoplay poster=https://elsewhere.example/d.png onloadstart=rang()><source src=x onerror=rang()></video>",
    "$\\href{javascript:rang()}{x}$ $\\url{javascript:rang()}$",
    "$\\htmlData{onclick=rang()}{x}$ $\\htmlStyle{background:url(https://elsewhere.example/)}{y}$",
    "$\\includegraphics{https://elsewhere.example/e.png}$",
    "$\\text{</annotation><img src=x onerror=rang()>}$ $\\foo{<script>rang()</script>}$",
    "```html\n<script>rang()</script>\n```",
    '```"><img src=x onerror=rang()>\n글\n```',
    "`<img src=x onerror=rang()>` 앞 ``` <script>rang()</script>",
    "| <img src=x onerror=rang()> | b |\n|---|---|\n| <svg onload=rang()> | [x](javascript:rang()) |",
    "[^1]\n\n[^1]: <img src=x onerror=rang()>\n\n[^'onclick=rang() ']: 각주",
    "# 제목 <a id='x' onclick=rang()>a</a> {#x onclick=rang()}",
    "<!-- --!><img src=x onerror=rang()> -->",
    "- <ul><li onmouseover=rang()>목록</ul>",
    "\ue0010.0\ue002 &#xe001;0&#xe002; <img src=x onerror=rang()>",
    "<b hx-get=/x hx-on:click=rang() x-data=rang() @click=rang() :href='javascript:rang()'>글</b>",
    "{{ constructor.constructor('rang()')() }} {% debug %} ${rang()}",
    "</textarea><img src=x onerror=rang()>",
    "</title></script><script>rang()</script>",
    '[[Q1"><img src=x onerror=rang()>]] @<img src=x onerror=rang()> #1강<script>rang()</script>',
]


def reference_attacks() -> list[str]:
    """The reference payloads, where they lie beside this checkout."""
    beside = Path(__file__).resolve().parents[3] / "shared"
    file = Path(os.environ.get("REFERENCE_NOTES", beside)) / "data" / "attacks.jsonl"
    if not file.exists():
        return []
    # Split at line feeds only: payloads hold line ends of other kinds.
    return [json.loads(line)["payload"] for line in file.read_text(encoding="utf-8").split("\n") if line]


def attacks() -> list[str]:
    return [*OWN, *reference_attacks()]


def chosen() -> list[str]:
    """For places that show what others show too: our own, and of the reference list each eighth, which is of each kind.

    With EVERY_ATTACK in the environment all of them.
    """
    return [*OWN, *reference_attacks()[:: 1 if "EVERY_ATTACK" in os.environ else 8]]
