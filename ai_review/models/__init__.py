"""Jobs, calls, suggestions and reviews.

AI output is data: nothing in a Suggestion changes a ticket. A decided status exists only beside a
person's Review that says the same; composite foreign keys and triggers in the migrations hold it.
"""

from ai_review.models.desk import Skip
from ai_review.models.pipeline import AICall, AICallOutcome, DraftJob
from ai_review.models.queue import SavedView, ServiceLevel
from ai_review.models.review import (
    RISKS,
    ContentHash,
    Review,
    ReviewBatch,
    ReviewUndo,
    Suggestion,
    TextHash,
)
from ai_review.models.rules import (
    CategoryPause,
    KnowledgeArticle,
    PromptActivation,
    PromptVersion,
    ReviewPolicy,
)
from ai_review.models.search import OpenQuestion, SearchChange, SearchDocument, SearchTerm
from ai_review.models.supply import AICircuit, AIPolicy, AIUsage
from ai_review.models.trials import Trial, TrialCase
from ai_review.models.vigilance import Check, CheckDecision

__all__ = [
    "RISKS",
    "AICall",
    "AICallOutcome",
    "AICircuit",
    "AIPolicy",
    "AIUsage",
    "CategoryPause",
    "Check",
    "CheckDecision",
    "ContentHash",
    "DraftJob",
    "KnowledgeArticle",
    "OpenQuestion",
    "PromptActivation",
    "PromptVersion",
    "Review",
    "ReviewBatch",
    "ReviewPolicy",
    "ReviewUndo",
    "SavedView",
    "SearchChange",
    "SearchDocument",
    "SearchTerm",
    "ServiceLevel",
    "Skip",
    "Suggestion",
    "TextHash",
    "Trial",
    "TrialCase",
]
