"""What a text begins with, from its stored HTML: in one line, inside of a link of one's own."""

import re

LONGEST = 160  # letters; those of formulas stand in it twice
# In what the sanitiser wrote, a tag's name is lower case, its values stand in double quotes, and `<` begins a tag.
FIRST = re.compile(r'<(p|h[1-6])(?: id="[^"]*")?>(.*?)</\1>', re.DOTALL)
LEADS_ELSEWHERE = re.compile(
    r'<sup class="footnote-ref">.*?</sup>|</?a(?: [^<>]*)?>|(?<=[a-z"]) id="[^"<>]*"(?=[ >])', re.DOTALL
)
NO_WORDS = re.compile(r'<(?:img|input|br)|class="(?:picture|math-display)')
UNSEEN = re.compile(r"<annotation.*?</annotation>|<[^>]*>", re.DOTALL)


def title_of(html: str) -> str:
    """The first paragraph or heading as it is set, but without links. Nothing where it is long or no words."""
    first = FIRST.match(html)
    if first is None or NO_WORDS.search(first[2]) or len(UNSEEN.sub("", first[2])) > LONGEST:
        return ""
    return LEADS_ELSEWHERE.sub("", first[2]).strip()
