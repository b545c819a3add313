"""How attentively people review: everybody's figures for supervisors, one's own for oneself."""

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from ai_review import vigilance
from ai_review.models import ReviewPolicy
from ai_review.serializers import vigilance as shapes


def _period(request):
    query = shapes.VigilanceQuery(data=request.query_params.dict())
    query.is_valid(raise_exception=True)
    return query.validated_data


@extend_schema(tags=["metrics"])
class VigilanceView(APIView):
    """How fast people approved, which planted errors they caught, and whether two people agreed."""

    needs = {"GET": "admin.view"}

    @extend_schema(
        operation_id="vigilance",
        parameters=[shapes.VigilanceQuery],
        responses=shapes.VigilanceSerializer,
    )
    def get(self, request):
        period, policy = _period(request), ReviewPolicy.objects.get()
        rates = {name: getattr(policy, name) for name in ("seeded_percent", "blind_percent")}
        answer = period | rates | vigilance.figures(**period)
        return Response(shapes.VigilanceSerializer(answer).data)


@extend_schema(tags=["metrics"])
class OwnVigilanceView(APIView):
    """The same of the person who asks; another's cannot be asked for."""

    needs = {"GET": "metrics.view"}

    @extend_schema(
        operation_id="vigilance_mine",
        parameters=[shapes.VigilanceQuery],
        responses=shapes.OwnVigilanceSerializer,
    )
    def get(self, request):
        own = vigilance.own(request.user, **_period(request))
        return Response(shapes.OwnVigilanceSerializer(own).data)
