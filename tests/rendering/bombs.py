"""Texts made to cost time, memory or room. Run as a program, it sets all of them and says what memory that took."""

import resource

from meetings.rendering import render

LONG_MACRO = r"\def\a{" + "x_1^2" * 700 + "}"
LATE = r"\a\a\a\a\a\a\a\a\a\a" * 15

BOMBS = {
    "open braces": "$" + "{" * 20_000 + "$",
    "nested braces": "$" + "{" * 2_000 + "}" * 2_000 + "$",
    "macro": r"$\def\a{\a\a}\a$",
    "doubling macro": "$" + r"\def\a{xx}" + r"\edef\a{\a\a}" * 30 + r"\a$",
    "macros that end in time, thirty times": "\n\n".join(
        f"$$\\def\\a{{{'x_1^2' * 700}}}{LATE}{n}$$" for n in range(30)
    ),
    "formulas that fail at their end": "\n\n".join(f"$${'x_1^2' * 900}\\foo{n}$$" for n in range(60)),
    "cells of a matrix": "$\\begin{matrix}" + "a&" * 2_400 + "\\end{matrix}$",
    "presets in presets": "$" + r"\leftidx{}{" * 20 + "x" + "}{}" * 20 + "$",
    "definitions in definitions": r"$\newcommand{\a}[1]{#1#1}" + r"\a{" * 30 + "x" + "}" * 30 + "$",
    "rule": r"$\rule{1e5em}{1e5em}$",
    "nested fractions": "$" + r"\frac{1}{" * 400 + "x" + "}" * 400 + "$",
    "brackets": "[" * 16_000,
    "pictures in pictures": "![" * 5_000 + "](a)" * 5_000,
    "notes in notes": "^[" * 60_000,
    "backtick runs": " ".join("`" * length for length in range(1, 600)),
    "stars": "*a**a " * 8_000,
    "dollars": "$$\n" * 8_000,
    "open displays": "$$a\n" * 40_000,
    "open formulas": "${" * 50_000,
    "formulas": "".join(f"${number}x$ " for number in range(20_000)),
    "headings": "# a\n" * 8_000,
    "reference expansion": "[x]: /" + "a" * 90_000 + "\n\n" + "[x]" * 30_000,
    "table": "|".join("a" * 128) + "\n" + "|".join(["-"] * 128) + "\n" + "a\n" * 16_000,
    "formulas in a row": "| " + "${" * 40_000 + "a$}" * 20_000 + " |\n|---|\n| " + "$|" * 10_000 + " |",
    "addresses": "http://a.b/" + ")" * 150_000,
    "colons": "http:" * 35_000,
    "quotes": ">" * 150_000,
    "lists in lists": "- " * 90_000,
    "footnote labels": "[^1]: x\n\n" + "[^" * 80_000,
    "definitions": "a\n" + ": a\n" * 45_000,
    "comments": "<!--" * 45_000,
    "open tags": "".join(f"<b id={number}>\n\n" for number in range(12_000)),
    "tasks": "- [ ] a\n" * 20_000,
    "accents": "a" + "\u0301\u0323" * 45_000,
    "python": "```python\n" + '"' * 19_000 + "\n```",
    "starts of links before one to mend": "](" * 80_000 + " https://a\\_b",
    "starts of pictures behind one to mend": "![a]({{site.url}}/x.png)" + "<img " * 35_000,
    "no characters at all": "\0\ud800\ue000" * 10_000,
}


def peak() -> int:
    """The most memory this process ever held, in kB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    render("값 $x_i$")
    before = peak()
    for bomb in BOMBS.values():
        render(bomb)
    print(peak() - before)
