"""AI services behind one small interface; see base.py."""

from functools import lru_cache

from django.conf import settings

from .base import (
    Draft,
    DraftCitation,
    DraftRequest,
    Line,
    Provider,
    ProviderError,
    ProviderResult,
    Source,
)

__all__ = [
    "Draft",
    "DraftCitation",
    "DraftRequest",
    "Line",
    "Provider",
    "ProviderError",
    "ProviderResult",
    "Source",
    "get_provider",
]


def get_provider(model: str = "") -> Provider:
    """The provider that the deployment's settings name: one object per configuration.

    model: another one than AI_MODEL.
    Raises ProviderError not_configured when the settings cannot work.
    """
    return _provider(
        settings.AI_PROVIDER,
        settings.AI_BASE_URL,
        settings.AI_API_KEY,
        model or settings.AI_MODEL,
        float(settings.AI_DEADLINE_SECONDS),
        settings.AI_MAX_OUTPUT_TOKENS,
    )


def recorded_provider(name: str, model: str, parameters: dict) -> Provider:
    """A provider that prepares bodies as the one did that is recorded with a call; it sends none.

    Raises ProviderError not_configured for a name that this version does not know.
    """
    if name == "offline":
        from .offline import OfflineProvider

        provider = OfflineProvider(**parameters)
        provider.model = model
        return provider
    return _provider(name, "http://localhost/v1", "", model, 1.0, **parameters)


@lru_cache(maxsize=8)
def _provider(
    kind: str, base_url: str, api_key: str, model: str, deadline: float, max_output_tokens: int
) -> Provider:
    if kind == "offline":
        from .offline import OfflineProvider

        return OfflineProvider()
    if kind == "openai":
        from .openai import OpenAIProvider  # a second to import: only where it is used

        return OpenAIProvider(
            base_url=base_url,
            api_key=api_key,
            model=model,
            deadline=deadline,
            max_output_tokens=max_output_tokens,
        )
    raise ProviderError(
        "not_configured", f"AI_PROVIDER is {kind!r}; it can be offline or openai.", retryable=False
    )
