"""Any OpenAI-compatible embeddings endpoint: texts in, vectors out; endpoint.py does the calls."""

import json
import math

from .answers import error, invalid
from .base import ProviderError
from .endpoint import Endpoint, not_configured

# A number as text, with its comma and spaces, and the rest of the answer: bounds what is read.
BYTES_OF_NUMBER, BYTES_OF_ANSWER = 32, 64 * 1024


class Embeddings:
    """A model that turns texts into vectors.

    base_url, api_key, deadline: as of an Endpoint. dimensions: the length of each vector.
    batch: the most texts in a call.
    Raises ProviderError not_configured for an address or a key that cannot work.
    """

    def __init__(
        self,
        *,
        base_url: str,
        api_key: str,
        model: str,
        dimensions: int,
        deadline: float,
        batch: int,
    ):
        self.model, self.dimensions = model, dimensions
        self._endpoint = Endpoint(
            base_url=base_url,
            api_key=api_key,
            deadline=deadline,
            settings="EMBEDDING",
            max_bytes=batch * dimensions * BYTES_OF_NUMBER + BYTES_OF_ANSWER,
        )

    def embed(self, texts: list[str]) -> list[list[float]]:
        """A vector of length 1 for each text, in one call. Raises ProviderError only."""
        body = {"model": self.model, "input": texts, "encoding_format": "float"}
        text = self._endpoint.post("/embeddings", json.dumps(body).encode())
        return [_unit(vector, self.dimensions) for vector in _vectors(text, len(texts))]


def _vectors(text: str, count: int) -> list:
    """The `count` vectors of an answer in the order of the texts. Raises ProviderError."""
    try:
        vectors = {row["index"]: row["embedding"] for row in json.loads(text)["data"]}
        return [vectors[number] for number in range(count)]
    except (ValueError, RecursionError, TypeError, KeyError):
        raise _no_vectors() from None


def _unit(vector: object, dimensions: int) -> list[float]:
    """The vector at length 1: no number is too large for PostgreSQL, and the angle stays."""
    if not isinstance(vector, list) or not all(type(number) in (int, float) for number in vector):
        raise _no_vectors()
    if len(vector) != dimensions:
        raise not_configured(
            f"The AI service's vectors have {len(vector)} numbers, EMBEDDING_DIMENSIONS says "
            f"{dimensions}."
        )
    try:
        length = math.hypot(*vector)
    except OverflowError:
        length = math.inf
    if not 0 < length < math.inf:
        raise error("invalid_output", "The AI service sent a vector without a direction.")
    return [round(number / length, 8) for number in vector]


def _no_vectors() -> ProviderError:
    return invalid("The AI service's answer is not a vector for each text.", "")
