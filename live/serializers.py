"""What the API takes and shows of who looks at what."""

from rest_framework import serializers

from config.serializers import PersonSerializer, StrictSerializer


class LookInput(StrictSerializer):
    ticket = serializers.IntegerField(min_value=1, max_value=2**63 - 1)


class LookingSerializer(serializers.Serializer):
    user = PersonSerializer()
    until = serializers.DateTimeField()


class OthersSerializer(serializers.Serializer):
    others = LookingSerializer(many=True)
