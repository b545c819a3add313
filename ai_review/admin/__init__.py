"""The supervisors' pages on drafts, reviews and the pipeline."""

from ai_review.admin import pipeline, reviews, rules, suggestions  # noqa: F401
