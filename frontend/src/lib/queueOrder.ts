import type { Priority, QueueView, Suggestion } from '../api/types'

const RANK: Record<Priority, number> = { urgent: 0, high: 1, normal: 2, low: 3 }

/** The drafts of a view in the order in which the server hands them out: urgent, then oldest. */
export function inQueueOrder(pending: Suggestion[], view: QueueView): Suggestion[] {
  return pending
    .filter((one) => belongs(one, view))
    .sort(
      (a, b) =>
        RANK[a.ticket_priority] - RANK[b.ticket_priority] || a.ticket - b.ticket || a.id - b.id,
    )
}

function belongs(one: Suggestion, view: QueueView): boolean {
  if (view === 'urgent') return RANK[one.ticket_priority] <= RANK.high
  if (view === 'low_risk') return one.risk === 'low'
  if (view === 'second_review') return one.first_review !== null
  return true
}
