"""How often plain text is taken for personal data or for an attack, and how long that takes."""

import csv
import time
from collections import Counter, defaultdict
from pathlib import Path

from ai_review import injection
from ai_review.pii import PLACEHOLDER
from ai_review.redaction import Redactor

HELP = "precision on plain text: what gets placeholders, what is taken for an injection, and speed"
EXAMPLES = 5


def add_arguments(parser):
    parser.add_argument("--texts", required=True, type=Path, help="a text a line, or a CSV file")
    parser.add_argument("--column", default="text", help="column of a CSV file (default: text)")
    parser.add_argument(
        "--limit", type=float, metavar="PERCENT",
        help="fail when more texts than this are redacted, or more than this are suspected",
    )  # fmt: skip


def run(options, out):
    """Print the figures; 1 when a share is above --limit (percent of the texts), else 0."""
    texts = read(options["texts"], options["column"])
    if not texts:
        out.write(f"{options['texts']} has no texts.")
        return 1
    kinds, examples, touched = Counter(), defaultdict(list), 0
    started = time.perf_counter()
    safe = [Redactor().redact(text) for text in texts]
    redacting = time.perf_counter() - started
    for text in safe:
        found = {match.group()[1:].rsplit("_", 1)[0] for match in PLACEHOLDER.finditer(text)}
        touched += bool(found)
        kinds.update(found)
        for kind in found:
            examples[kind].append(text)
    started = time.perf_counter()
    suspected = [(text, found) for text in texts if (found := injection.suspicions(text))]
    scanning = time.perf_counter() - started
    out.write(f"texts                {len(texts):>8,}")
    out.write(f"with a placeholder   {touched:>8,}  {touched / len(texts):.3%}")
    for kind, count in kinds.most_common():
        out.write(f"  {kind:<18} {count:>8,}")
        for text in examples[kind][:EXAMPLES]:
            out.write(f"    {text[:150]}")
    out.write(f"injections flagged   {len(suspected):>8,}  {len(suspected) / len(texts):.3%}")
    for text, found in suspected[:EXAMPLES]:
        out.write(f"    {text[:100]}  <- {found[0]}")
    out.write(f"redaction            {len(texts) / redacting:>8,.0f} texts/s")
    out.write(f"injection scan       {len(texts) / scanning:>8,.0f} texts/s")
    limit = options["limit"]
    worst = max(touched, len(suspected)) / len(texts) * 100
    return int(limit is not None and worst > limit)


def read(path, column):
    """The texts of a file: a column when it is CSV, else its lines; no blank ones."""
    with path.open(encoding="utf-8", newline="") as file:
        if path.suffix.lower() == ".csv":
            rows = [row[column] for row in csv.DictReader(file)]
        else:
            rows = [line.rstrip("\r\n") for line in file]
    return [text for text in rows if text.strip()]
