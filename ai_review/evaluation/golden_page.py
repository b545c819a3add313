"""The figures of a golden set as one HTML file: no script, nothing loaded, light and dark.

Every text is escaped by Django's templates. The drawings are inline SVG.
"""

from django.template.loader import render_to_string

from ai_review.evaluation.golden_figures import GOOD, VERDICTS, Figures

# Of the drawing of the curve, in its own units.
WIDTH, HEIGHT, LEFT, TOP = 600, 200, 44, 12
_LEAST = 0.5  # the curve's y axis begins here: below half nobody looks


def as_html(about: str, figures: Figures) -> str:
    """The whole page."""
    context = {
        "about": about,
        "passed": figures.passed,
        "limits": [
            {
                "name": limit.name,
                "share": f"{limit.share:.1%}",
                "of": f"{limit.good} of {limit.all}: {limit.words}",
                "least": f"{limit.least:.0%}",
                "passed": limit.passed,
            }
            for limit in figures.limits
        ],
        "verdicts": [(name, words, figures.verdicts[name]) for name, words in VERDICTS.items()],
        "groups": [
            ("By kind of ticket", _bars(figures.by(lambda case: case.kind))),
            ("By language", _bars(figures.by(lambda case: case.language))),
            ("By category", _bars(figures.by(lambda case: (case.categories or ("",))[0]))),
        ],
        "fields": [
            {"name": name, "good": good, "all": count, "width": _percent(good, count)}
            for name, (good, count) in figures.fields().items()
        ],
        "gates": _gates(figures),
        "steps": _steps(figures),
        "curve": _curve(figures),
        "failed": [_case(each) for each in figures.failed()],
        "good": GOOD,
    }
    return render_to_string("evaluation/golden.html", context)


def _percent(part: float, whole: float) -> str:
    return f"{100 * part / whole if whole else 0:.2f}"


def _bars(groups: dict) -> list[dict]:
    """A stacked bar for each group: shares of the verdicts, the good ones first."""
    rows = []
    for name, counts in groups.items():
        total, start, parts = counts.total(), 0, []
        for verdict in ("right", "held", "missed", "wrong", "error"):
            if counts[verdict]:
                parts.append(
                    {
                        "verdict": verdict,
                        "count": counts[verdict],
                        "x": _percent(start, total),
                        "width": _percent(counts[verdict], total),
                    }
                )
                start += counts[verdict]
        rows.append({"name": name, "total": total, "parts": parts})
    return rows


def _gates(figures: Figures) -> list[dict]:
    gates = figures.gates()
    most = max((levels.total() for levels in gates.values()), default=1)
    return [
        {
            "code": code,
            "count": levels.total(),
            "width": _percent(levels.total(), most),
            "level": next(level for level in ("block", "warn", "info") if levels[level]),
            "levels": ", ".join(f"{count} {level}" for level, count in levels.items()),
        }
        for code, levels in gates.items()
    ]


def _steps(figures: Figures) -> list[dict]:
    steps = figures.milliseconds()
    most = max((p95 for _, p95, _ in steps.values()), default=1.0)
    return [
        {
            "name": name,
            "median": f"{median:,.1f}",
            "p95": f"{p95:,.1f}",
            "most": f"{longest:,.1f}",
            "median_width": _percent(median, most),
            "p95_width": _percent(p95, most),
        }
        for name, (median, p95, longest) in steps.items()
    ]


def _curve(figures: Figures) -> dict | None:
    if not figures.curve:
        return None

    def place(right: float, coverage: float) -> tuple[float, float]:
        height = max(right - _LEAST, 0) / (1 - _LEAST)
        return LEFT + coverage * WIDTH, TOP + (1 - height) * HEIGHT

    points = [place(right, coverage) for _, right, coverage in figures.curve]
    chosen = [p for p in figures.curve if p[0] >= figures.threshold] or figures.curve[:1]
    _, right, coverage = chosen[-1]
    x, y = place(right, coverage)
    steps = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
    return {
        "view": f"0 0 {LEFT + WIDTH + 16} {TOP + HEIGHT + 44}",
        "points": " ".join(f"{a:.1f},{b:.1f}" for a, b in points),
        "x": f"{x:.1f}",
        "y": f"{y:.1f}",
        "threshold": f"{figures.threshold:g}",
        "right": f"{right:.1%}",
        "coverage": f"{coverage:.1%}",
        "least": f"{place(figures.least['right'], 0)[1]:.1f}",
        "bottom": TOP + HEIGHT,
        "top": TOP,
        "left": LEFT,
        "end": LEFT + WIDTH,
        "rows": [(f"{place(s, 0)[1]:.1f}", f"{s:.0%}") for s in steps],
        "columns": [(f"{place(1, s)[0]:.1f}", f"{s:.0%}") for s in (0, 0.25, 0.5, 0.75, 1.0)],
        "table": [
            (f"{threshold:.2f}", f"{right:.1%}", f"{coverage:.1%}")
            for threshold, right, coverage in _every_tenth(figures.curve)
        ],
    }


def _every_tenth(curve: list) -> list:
    step = max(len(curve) // 10, 1)
    return curve[step - 1 :: step]


def _case(drafted) -> dict:
    case, fields = drafted.case, drafted.fields
    return {
        "key": case.key,
        "verdict": drafted.verdict,
        "words": VERDICTS[drafted.verdict],
        "kind": case.kind,
        "language": case.language,
        "subject": case.subject,
        "messages": case.messages,
        "misses": drafted.misses,
        "summary": fields.get("summary", ""),
        "reply": fields.get("reply", ""),
        "cited": drafted.cited,
        "gates": drafted.gates,
    }
