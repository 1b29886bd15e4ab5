"""Ties between texts, written so that they hold elsewhere: `[[Q12]]`, addresses of this site, pictures."""

import re
from collections.abc import Callable

from meetings.rendering.outside_code import outside_code

QUESTION = re.compile(r"\[\[[ \t]*[qQ][ \t]*([0-9]{1,18})[ \t]*\]\]")
ADDRESS = re.compile(r"(?<=[(<\"])/(questions|minutes|classes/notes|pictures)/([0-9a-f-]{1,36})/(#[\w-]*)?")

Address = Callable[[str, str], str | None]


def outward(text: str, site: str, address_of: Address) -> str:
    """`text` with each tie as `address_of(noun, key)` tells: a path of a file, or None for what is not there.

    What is not there becomes text or an address with its host, so that no file leads into nothing.
    """
    if not ("[[" in text or "/" in text):
        return text

    def tied(match: re.Match) -> str:
        number = int(match[1])
        address = address_of("questions", str(number))
        return f"[Q{number}]({address})" if address else rf"\[\[Q{number}\]\]"

    def moved(match: re.Match) -> str:
        return address_of(match[1], match[2]) or f"{site}{match[0]}"

    return outside_code(text, lambda part: ADDRESS.sub(moved, QUESTION.sub(tied, part)))
