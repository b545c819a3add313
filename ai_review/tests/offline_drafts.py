"""Sources, requests and drafts of the offline provider for the tests; the demo's tickets."""

import json
from dataclasses import replace
from pathlib import Path

from ai_review.language import content_stems
from ai_review.providers.base import DraftRequest, Line, Source
from ai_review.providers.offline import OfflineProvider

CARD = Source(
    "article", 1, "When your new card arrives",
    "Dear customer,\n\nA new card usually arrives within 5 to 7 working days.\n\nIf it has not "
    "reached you after 10 working days, we send a replacement free of charge.\n\nKind regards\nThe "
    "team", "", "en", 0.6, "card_arrival",
)  # fmt: skip
KARTE = Source(
    "article", 2, "Wann Ihre neue Karte ankommt",
    "Ihre neue Karte kommt nach 5 bis 7 Werktagen an. Nach 10 Werktagen schicken wir Ersatz.",
    "", "de", 0.5, "card_arrival",
)  # fmt: skip
FEES = Source("article", 3, "Fees abroad", "Withdrawals abroad cost 2 %.", "", "en", 0.1, "fees")


def request(*messages, subject="", sources=(CARD, KARTE, FEES), **more):
    return DraftRequest(
        **{
            "ticket_subject": subject,
            "messages": [Line("customer", body) for body in messages],
            "customer_name": "[NAME_1]",
            "language": "",
            "sources": list(sources),
            "system_prompt": "",
            "categories": ["card_arrival", "fees", "pin_blocked"],
            **more,
        }
    )


def draft(*messages, **more):
    provider = OfflineProvider()
    asked = request(*messages, **more)
    return provider.draft(asked, provider.prepare(asked)).draft


ASKED = (
    "Hi there,\nmy new card has not arrived after two weeks. Can you send a replacement?\nThanks"
)


DEMO = Path(__file__).parents[2] / "tickets" / "demo"


def demo_requests():
    """(ticket, request) with the four sources that share most words."""
    articles = json.loads((DEMO / "articles.json").read_text())
    sources = [
        Source("article", n, a["title"], a["body"], "", a["language"], 0.0, a["category"])
        for n, a in enumerate(articles)
    ]
    for ticket in json.loads((DEMO / "tickets.json").read_text()):
        lines = [Line(m["kind"], m["body"]) for m in ticket["messages"]]
        asked = [line.body for line in lines if line.kind == "customer"]
        stems = set(content_stems("\n".join([ticket["subject"], asked[0], asked[-1]])))
        scored = [
            replace(s, score=len(stems & set(content_stems(f"{s.title} {s.text}"))) / len(stems))
            for s in sources
            if stems
        ]
        best = sorted(scored, key=lambda s: -s.score)[:4]
        yield ticket, request(
            *asked, subject=ticket["subject"], messages=lines, sources=best,
            categories=sorted({s.category for s in sources}),
        )  # fmt: skip
