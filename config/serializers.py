"""Shapes that both apps use: input is explicit, and what it does not name is refused."""

from rest_framework import serializers
from rest_framework.validators import ProhibitSurrogateCharactersValidator

MAX_METADATA_KEYS = 50
MAX_METADATA_TEXT = 500


class StrictSerializer(serializers.Serializer):
    """A serializer for requests: an unknown field is an error, not a silence."""

    def to_internal_value(self, data):
        if isinstance(data, dict):
            unknown = sorted(set(data) - set(self.fields))
            if unknown:
                raise serializers.ValidationError(
                    {str(name)[:60]: "Unknown field." for name in unknown[:20]}
                )
        return super().to_internal_value(data)


class Text(serializers.CharField):
    """Text kept as it came: no trimming, but not blank, without NUL and lone surrogates."""

    def __init__(self, **kwargs):
        kwargs.setdefault("trim_whitespace", False)
        super().__init__(**kwargs)

    def run_validation(self, data=serializers.empty):
        if isinstance(data, str) and not self.allow_blank and not data.strip():
            self.fail("blank")
        return super().run_validation(data)

    def to_internal_value(self, data):
        if not isinstance(data, str):
            # DRF would turn a number into text; a client that sends one has a bug to find.
            self.fail("invalid")
        return super().to_internal_value(data)


class Choice(serializers.ChoiceField):
    """One of a few words; another is answered with what they are."""

    def __init__(self, choices, **kwargs):
        super().__init__(choices, **kwargs)
        self.error_messages["invalid_choice"] = f"Must be one of {', '.join(self.choices)}."


class Metadata(serializers.DictField):
    """A flat object of short texts, numbers, booleans and nulls."""

    def to_internal_value(self, data):
        if not isinstance(data, dict):
            self.fail("not_a_dict", input_type=type(data).__name__)
        if len(data) > MAX_METADATA_KEYS:
            raise serializers.ValidationError(f"At most {MAX_METADATA_KEYS} keys.")
        for key, value in data.items():
            self._check(key, 60)
            if isinstance(value, str):
                self._check(value, MAX_METADATA_TEXT)
            elif value is not None and not isinstance(value, (bool, int, float)):
                raise serializers.ValidationError(
                    f"{key[:60]}: must be a text, a number, a boolean or null."
                )
        return data

    def _check(self, text, limit):
        if len(text) > limit or "\x00" in text:
            raise serializers.ValidationError(
                f"{text[:20]!r}…: at most {limit} characters, without NUL."
            )
        ProhibitSurrogateCharactersValidator()(text)


class PersonSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()
