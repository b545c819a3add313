"""The supervisors' pages on drafts, reviews and the pipeline."""

from ai_review.admin import jobs, pipeline, reviews, rules, suggestions, supply  # noqa: F401
