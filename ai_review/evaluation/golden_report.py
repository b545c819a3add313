"""The figures of a golden set as a table for the terminal."""

from ai_review.evaluation.golden_figures import VERDICTS, Figures


def as_text(about: str, figures: Figures) -> str:
    """Everything but the texts: figures, then one line for each unmet expectation."""
    lines = [about, ""]
    for limit in figures.limits:
        state = "passed" if limit.passed else "FAILED"
        lines.append(
            f"{limit.name:10} {limit.share:6.1%}  {limit.good} of {limit.all} ({limit.words}); "
            f"at least {limit.least:.0%}: {state}"
        )
    lines += ["", *_table("Kind", figures.by(lambda case: case.kind)), ""]
    lines += [*_table("Language", figures.by(lambda case: case.language)), "", "Advisory fields"]
    lines += [f"  {name:12} {good} of {all_}" for name, (good, all_) in figures.fields().items()]
    lines += ["", "Gates that spoke"]
    lines += [
        f"  {code:24} " + ", ".join(f"{count} {level}" for level, count in levels.items())
        for code, levels in figures.gates().items()
    ]
    lines += ["", "Milliseconds: median, 95th percentile, longest"]
    lines += [
        f"  {step:10} {median:9.1f} {p95:9.1f} {most:9.1f}"
        for step, (median, p95, most) in figures.milliseconds().items()
    ]
    lines += ["", "Not as expected"]
    lines += [
        f"  {each.verdict:7} {each.case.key}: {what}: expected {expected}; got {got}"
        for each in figures.failed()
        for what, expected, got in each.misses
    ]
    return "\n".join(lines)


def _table(title: str, groups: dict) -> list[str]:
    head = f"{title:18}" + "".join(f"{verdict:>8}" for verdict in VERDICTS)
    return [head] + [
        f"{name:18}" + "".join(f"{counts[verdict] or '':>8}" for verdict in VERDICTS)
        for name, counts in groups.items()
    ]
