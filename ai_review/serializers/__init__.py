"""What the API takes and shows of drafts and reviews."""

from ai_review.serializers.drafts import (  # noqa: F401
    SUGGESTION_RELATED,
    CitationSerializer,
    ClaimSerializer,
    DecisionSerializer,
    DuplicateSerializer,
    GateSerializer,
    ProvenanceSerializer,
    ReviewSerializer,
    SuggestionLine,
    SuggestionSerializer,
    TriageSerializer,
)
from ai_review.serializers.flow import (  # noqa: F401
    MY_REVIEW_RELATED,
    BatchSerializer,
    MyReviewSerializer,
    OutcomesSerializer,
    SkipCountsSerializer,
    SkipSerializer,
    TakenSerializer,
)
from ai_review.serializers.inputs import (  # noqa: F401
    BatchInput,
    DecisionInput,
    SkipInput,
    TriageInput,
)
from ai_review.serializers.jobs import (  # noqa: F401
    AISerializer,
    DraftJobSerializer,
    RetriedJob,
    RetriedSerializer,
    RetryInput,
    SkippedJob,
)
from ai_review.serializers.quality import (  # noqa: F401
    FullProvenanceSerializer,
    MetricsQuery,
    MetricsSerializer,
    QualitySerializer,
    SourceSerializer,
    TimingsSerializer,
    full_provenance,
)
from ai_review.serializers.queue import (  # noqa: F401
    ClaimedSerializer,
    ClaimInput,
    HeartbeatSerializer,
    KeptClaim,
    QueueChoicesSerializer,
    QueueCounts,
    QueueIdsSerializer,
    QueueItemSerializer,
    QueueListQuery,
    QueueQuery,
    QueueSerializer,
    SavedViewInput,
    SavedViewPatch,
    SavedViewSerializer,
    SavedViewsSerializer,
    SuggestionIds,
)
