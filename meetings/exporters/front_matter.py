"""The YAML at the head of a file: in the order given, in words as they are, with nothing that runs."""

from typing import Any

import yaml

Dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)  # libyaml's is eight times as fast
FORMAT, VERSION = "peersession", 1


class _Writer(Dumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True


def front_matter(fields: dict[str, Any]) -> str:
    """The block with its rules, facts that say nothing left out."""
    told = {key: value for key, value in fields.items() if value not in (None, "", [], {})}
    text = yaml.dump(
        told, Dumper=_Writer, allow_unicode=True, sort_keys=False, default_flow_style=None, width=1_000_000
    )
    return f"---\n{text}---\n"
