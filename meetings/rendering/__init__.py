"""Markdown with LaTeX in, safe HTML out. `render(source)` is the only door; every text of the product goes through it.

A text takes these steps, one module each:

1. `lines`: clean the characters; mend lines that a block parser would misread (pipes in formulas, kramdown's `: `).
2. `engine`: markdown-it with our own rules: `blocks` (indented lists, one-line tags, `<details>`), `formula_rules`,
   `emphasis` (a closing `**` before a Korean particle), `links`, `footnotes`, `headings`, `pictures`, `highlight`.
3. `raw_html`: tags a note may use stay and are balanced; all others become visible text, so nothing said is lost.
4. `sanitise`: nh3 with an allow-list, the one place where HTML is judged safe.
5. `formulas`: KaTeX in QuickJS sets each formula, which then takes the place of its placeholder.
6. `text`, `lint` and `hints`: what search reads, and what the author should know.

`formula_places` asks the rules of step 2 where formulas stand in a source, for search, which shows them in plain text.

Nothing here knows a model, a request or the language of the reader. `render` never raises and is bounded in time and
size; a text it cannot set is shown as it was typed. Raise `RENDER_VERSION` whenever the output for a text may change.
"""

from .engine import RENDER_VERSION, render
from .hints import Fix, Hint
from .references import find_references
from .sheet import Heading, Rendered

__all__ = ["RENDER_VERSION", "Fix", "Heading", "Hint", "Rendered", "find_references", "render"]
