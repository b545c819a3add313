"""What the drafts of a golden set are worth: verdicts on each, and the figures of all."""

import math
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

from ai_review.evaluation.golden_cases import Case

# In the order in which people should look at them.
VERDICTS = {
    "wrong": "a reply that is not the right one",
    "error": "no draft",
    "missed": "no reply although the knowledge answers",
    "right": "the right reply",
    "held": "no reply, and rightly so",
}
GOOD = ("right", "held")


@dataclass
class Drafted:
    """What came of a case. `fields`: those of a Suggestion; `milliseconds` by step."""

    case: Case
    prepared: object = None
    fields: dict = field(default_factory=dict)
    milliseconds: dict = field(default_factory=dict)
    error: str = ""

    @property
    def cited(self) -> list[str]:
        return [citation["title"] for citation in self.fields.get("citations", [])]

    @property
    def gates(self) -> list[dict]:
        """Those that say something."""
        return [gate for gate in self.fields.get("gates", []) if gate["level"] != "pass"]

    @cached_property
    def verdict(self) -> str:
        if self.error:
            return "error"
        if not self.fields["reply"]:
            return "missed" if self.case.answerable else "held"
        return "wrong" if self._faults() else "right"

    @cached_property
    def misses(self) -> list[tuple[str, str, str]]:
        """(what, expected, got) for each expectation that is not met."""
        case, fields = self.case, self.fields
        if self.error:
            return [("draft", "a draft", self.error)]
        misses = self._faults() if fields["reply"] else []
        if self.verdict == "missed":
            misses.append(("reply", f"from {' or '.join(case.sources)}", "no reply"))
        spoken = {gate["code"] for gate in self.gates}
        misses += [("gate", code, "silent") for code in case.gates if code not in spoken]
        if case.categories and fields["category"] not in case.categories:
            names = [name or "no category" for name in case.categories]
            misses.append(("category", " or ".join(names), fields["category"] or "no category"))
        for name in ("priority", "sentiment", "language"):
            wanted = getattr(case, name)
            if wanted and fields[name] != wanted:
                misses.append((name, wanted, fields[name] or "unknown"))
        return misses

    def _faults(self) -> list[tuple[str, str, str]]:
        """What is wrong with a reply."""
        case, reply = self.case, self.fields["reply"]
        if not case.answerable:
            return [("reply", "no reply", f"from {', '.join(self.cited) or 'no source'}")]
        faults = []
        if not self.cited or set(self.cited) - set(case.sources):
            got = ", ".join(self.cited) or "no source"
            faults.append(("source", " or ".join(case.sources), got))
        faults += [("reply", f"has “{part}”", "it does not")
                   for part in case.must_contain if part not in reply]  # fmt: skip
        faults += [("reply", f"does not have “{part}”", "it does")
                   for part in case.must_not_contain if part in reply]  # fmt: skip
        return faults


@dataclass(frozen=True)
class Limit:
    """`good` of `all` must be at least the share `least`."""

    name: str
    words: str
    good: int
    all: int
    least: float

    @property
    def share(self) -> float:
        return self.good / self.all if self.all else 1.0

    @property
    def passed(self) -> bool:
        return self.share >= self.least


@dataclass(frozen=True)
class Figures:
    """All drafts of a golden set; `curve`: see `threshold_curve`, empty if there is none."""

    drafted: list[Drafted]
    least: dict[str, float]
    curve: list[tuple[float, float, float]] = field(default_factory=list)
    threshold: float = 0.0

    @cached_property
    def verdicts(self) -> Counter:
        return Counter(each.verdict for each in self.drafted)

    @cached_property
    def limits(self) -> list[Limit]:
        count = self.verdicts
        wanted = [(each, code) for each in self.drafted for code in each.case.gates]
        silent = sum(what == "gate" for each in self.drafted for what, *_ in each.misses)
        answerable = sum(each.case.answerable for each in self.drafted)
        return [
            Limit("right", "of the replies, the right ones", count["right"],
                  count["right"] + count["wrong"], self.least["right"]),
            Limit("coverage", "of the tickets that the knowledge answers, right replies",
                  count["right"], answerable, self.least["coverage"]),
            Limit("flagged", "of the gates that must speak, those that did",
                  len(wanted) - silent, len(wanted), self.least["flagged"]),
        ]  # fmt: skip

    @property
    def passed(self) -> bool:
        return all(limit.passed for limit in self.limits) and not self.verdicts["error"]

    def by(self, key) -> dict[str, Counter]:
        """Verdicts by `key` of a case, e.g. its language."""
        groups: dict[str, Counter] = {}
        for each in self.drafted:
            groups.setdefault(key(each.case) or "none", Counter())[each.verdict] += 1
        return dict(sorted(groups.items(), key=lambda item: (-item[1].total(), item[0])))

    def fields(self) -> dict[str, tuple[int, int]]:
        """(right, all) of the advisory fields."""
        counts = {}
        for name in ("category", "priority", "sentiment", "language"):
            attribute = "categories" if name == "category" else name
            asked = [e for e in self.drafted if getattr(e.case, attribute) and not e.error]
            missed = sum(any(what == name for what, *_ in e.misses) for e in asked)
            counts[name] = len(asked) - missed, len(asked)
        return counts

    def gates(self) -> dict[str, Counter]:
        """How often each gate spoke, by level."""
        counts: dict[str, Counter] = {}
        for each in self.drafted:
            for gate in each.gates:
                counts.setdefault(gate["code"], Counter())[gate["level"]] += 1
        return dict(sorted(counts.items(), key=lambda item: -item[1].total()))

    def milliseconds(self) -> dict[str, tuple[float, float, float]]:
        """(median, 95th percentile, longest) of each step in ms."""
        steps = list(dict.fromkeys(step for e in self.drafted for step in e.milliseconds))
        return {step: _spread([e.milliseconds[step] for e in self.drafted
                               if step in e.milliseconds]) for step in steps}  # fmt: skip

    def failed(self) -> list[Drafted]:
        """Every case with an unmet expectation, the gravest first."""
        order = list(VERDICTS)
        return sorted((e for e in self.drafted if e.misses), key=lambda e: order.index(e.verdict))


def _spread(values: list[float]) -> tuple[float, float, float]:
    """Nearest-rank quantiles."""
    ranked = sorted(values)
    return tuple(ranked[math.ceil(share * len(ranked)) - 1] for share in (0.5, 0.95, 1.0))


def threshold_curve(weighed: list[tuple[float, bool]], answerable: int):
    """[(threshold, right share of the replies, coverage)] from the strictest to the laxest.

    weighed: (weight, whether the reply would be right) of each ticket that could get a reply.
    """
    curve, right = [], 0
    ranked = sorted(weighed, key=lambda pair: -pair[0])
    for number, (weight, good) in enumerate(ranked, 1):
        right += good
        if number == len(ranked) or ranked[number][0] < weight:
            curve.append((weight, right / number, right / max(answerable, 1)))
    return curve
