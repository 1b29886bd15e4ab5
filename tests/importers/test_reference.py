"""How well the reference notes are read, measured by the script that stands beside them."""

import json
import re
import subprocess
import sys

from meetings.importers import read_note


def test_the_reference_notes_score_at_least_090(reference, tmp_path):
    labels = reference / "gold" / "seeds.json"
    names = json.loads(labels.read_text())
    drafts = [read_note(name, (reference / "seeds" / name).read_bytes()).to_json() for name in names]
    printed = tmp_path / "drafts.jsonl"
    printed.write_text("\n".join(json.dumps(draft, ensure_ascii=False) for draft in drafts))
    script = [sys.executable, reference / "gold" / "score.py", labels, printed]
    table = subprocess.run(script, capture_output=True, text=True, check=True).stdout
    scores = {
        row[0]: float(row[-1]) for row in map(str.split, table.splitlines()) if re.fullmatch(r"[01]\.\d{3}", row[-1])
    }
    assert scores["ALL"] >= 0.90, table
    assert min(scores.values()) >= 0.85, table
