"""The supervisors' pages on drafts, reviews and the pipeline."""

from ai_review.admin import (  # noqa: F401
    jobs,
    pipeline,
    prompts,
    quality,
    reviews,
    rules,
    skips,
    suggestions,
    supply,
    vigilance,
)
