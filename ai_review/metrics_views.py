"""Figures over REST: one's own, and the desk's."""

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from ai_review.desk import desk_figures
from ai_review.numbers import my_numbers
from ai_review.periods import period
from ai_review.serializers.numbers import DeskSerializer, MyNumbersSerializer, PeriodQuery


class _FiguresView(APIView):
    def _period(self):
        query = PeriodQuery(data=self.request.query_params.dict())
        query.is_valid(raise_exception=True)
        return period(**query.validated_data)


@extend_schema(tags=["metrics"])
class MyNumbersView(_FiguresView):
    """The figures of the person who asks, beside the team's medians. There is no parameter that
    names a person: another's cannot be asked for."""

    needs = {"GET": "metrics.view"}

    @extend_schema(
        operation_id="metrics_mine", parameters=[PeriodQuery], responses=MyNumbersSerializer
    )
    def get(self, request):
        span = self._period()
        return Response(MyNumbersSerializer({"period": span} | my_numbers(request.user, span)).data)


@extend_schema(tags=["metrics"])
class DeskView(_FiguresView):
    """What waits, flows, succeeds, fails and costs at the desk."""

    needs = {"GET": "admin.view"}

    @extend_schema(operation_id="metrics_desk", parameters=[PeriodQuery], responses=DeskSerializer)
    def get(self, request):
        span = self._period()
        return Response(DeskSerializer({"period": span} | desk_figures(request.user, span)).data)
