"""One session while it is being understood: its parts, whom it names, which lines have found their record."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from meetings.importers.draft import Problem, Session
from meetings.importers.lines import Node
from meetings.importers.outline import Part, ancestors
from meetings.importers.people import Roster
from meetings.importers.speech import as_question
from meetings.importers.vocabulary import CLASS_KINDS, kinds_of


@dataclass
class Scope:
    session: Session
    parts: list[Part]
    roster: Roster
    problems: list[Problem] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)  # numbers of the lines that a record holds
    absorbed: set[Part] = field(default_factory=set)  # parts whose heading went into a record

    def take(self, *nodes: Node) -> None:
        for node in nodes:
            self.taken.update(range(node.first, node.last + 1))

    @cached_property
    def text(self) -> str:
        return "\n".join(node.text for part in self.parts for node in part.nodes)

    def may_mean(self, *called: str) -> bool:
        return all(self.roster.may_mean(name, self.text) for name in called)

    def takes_part(self, called: str) -> bool:
        """Whether somebody is on a list of people, or speaks in the note as `Ada: …`."""
        listed = {name.casefold() for name in self.roster.names}
        return called.casefold() in listed | self._speakers

    @cached_property
    def _speakers(self) -> set[str]:
        nodes = (node for part in self.parts for node in part.nodes if node.is_item)
        return {said.dialogue.casefold() for node in nodes if (said := as_question(node.text)).dialogue}

    def is_free(self, node: Node) -> bool:
        return node.first not in self.taken

    def kinds_at(self, part: Part, node: Node | None = None) -> set[str]:
        """What the headings and short parent items above a node are about; the note's title counts apart."""
        kinds = part.all_kinds() - (self.title_kinds(part))
        for above in ancestors(node) if node else []:
            if len(above.opening) <= 40:
                kinds.update(kinds_of(above.opening))
        return kinds

    def title_kinds(self, part: Part) -> set[str]:
        """Kinds that only the heading over the whole note carries."""
        title = self._title
        if title is None or not title.index <= part.index < title.end:
            return set()
        return set(title.kinds) - {kind for p in part.chain if p is not title for kind in p.kinds}

    @cached_property
    def _title(self) -> Part | None:
        headed = [part for part in self.parts if part.heading]
        return headed[0] if len(headed) > 1 and all(part.level > headed[0].level for part in headed[1:]) else None

    def inside(self, part: Part) -> list[Part]:
        """The part with all parts in it."""
        return self.parts[part.index : part.end]

    def beside(self, part: Part) -> list[Part]:
        """The parts of the same rank under the same heading, itself among them."""
        return self._families[part.parent, part.level]

    @cached_property
    def _families(self) -> dict[tuple[Part | None, int], list[Part]]:
        found: dict[tuple[Part | None, int], list[Part]] = {}
        for part in self.parts:
            if part.heading:
                found.setdefault((part.parent, part.level), []).append(part)
        return found

    def audience_at(self, part: Part, node: Node | None = None) -> str:
        for above in ancestors(node) if node else []:
            for kind in kinds_of(above.opening) if len(above.opening) <= 40 else []:
                if kind in _AUDIENCES:
                    return _AUDIENCES[kind]
        return _AUDIENCES.get(part.class_kind() or self.session.kind, "team")

    def in_class(self, part: Part, node: Node | None = None) -> bool:
        return bool(self.session.kind in CLASS_KINDS or self.kinds_at(part, node) & CLASS_KINDS or part.class_kind())


_AUDIENCES = {"master_class": "master", "special": "master", "mentoring": "mentor", "office_hour": "ta"}
