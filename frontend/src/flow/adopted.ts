import type { DecisionBody, MyReview, Suggestion } from '../api/types'
import { windowMs } from '../lib/time'
import type { Attempt } from '../review/decisions'

/** What the server's list of my decisions adds to those that this page made itself. */
export function adopted(reviews: MyReview[], known: Attempt[], now = performance.now()) {
  const newest = new Map<number, MyReview>()
  // The latest first: an earlier decision on the same draft was taken back before it.
  for (const review of reviews) {
    if (!newest.has(review.suggestion)) newest.set(review.suggestion, review)
  }
  const undone: Attempt[] = []
  const attempts: Attempt[] = []
  for (const review of newest.values()) {
    const mine = known.find((one) => one.suggestion.id === review.suggestion)
    if (mine?.review?.id === review.id) {
      if (review.undone && mine.state === 'done') undone.push(mine)
      continue
    }
    const busy = mine?.state === 'sending' || mine?.state === 'undoing'
    const older = (mine?.review?.id ?? 0) > review.id
    if (busy || older || review.undone || review.seconds_left <= 0) continue
    attempts.push(asAttempt(review, now))
  }
  return { undone, attempts }
}

function asAttempt(review: MyReview, now: number): Attempt {
  const left = review.seconds_left * 1000
  const { suggestion: id, ticket, ticket_reference, ticket_subject, customer_name } = review
  const body = {
    verdict: review.verdict,
    next_status: review.next_status,
    ...(review.verdict === 'edit'
      ? { reply: review.final_reply, summary: review.final_summary }
      : {}),
    ...(review.note ? { note: review.note } : {}),
  }
  return {
    idempotencyKey: '',
    // The draft itself is read again when it comes back; until then only its name is shown.
    suggestion: { id, ticket, ticket_reference, ticket_subject, customer_name } as Suggestion,
    body: body as DecisionBody,
    state: 'done',
    review,
    error: null,
    undoEnds: now + left,
    undoWanted: false,
    at: now + left - windowMs(review.created_at, review.undo_until),
    batch: review.batch,
  }
}
