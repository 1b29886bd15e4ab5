"""How we change a rule of the library: by wrapping it, under its own name and in its own place."""

from collections.abc import Callable

from markdown_it.ruler import Ruler


def wrap(ruler: Ruler, name: str, wrapper: Callable[[Callable], Callable]) -> None:
    rule = next(rule for rule in ruler.__rules__ if rule.name == name)
    ruler.at(name, wrapper(rule.fn), {"alt": rule.alt})
