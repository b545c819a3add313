import type { Gate, Suggestion, TicketDetail } from '../api/types'
import { t } from '../i18n'
import { whyEmpty } from './gateWords'

interface Circumstances {
  suggestion: Suggestion
  ticket: TicketDetail | undefined
  mayDecide: boolean
  online: boolean
  userId: number
}

/** Why nobody in this seat can decide at all right now, or null. */
export function whyNoDecision(now: Circumstances): string | null {
  const { suggestion } = now
  if (!now.mayDecide) return t('review.why.role')
  if (suggestion.status === 'superseded') return t('review.why.replaced')
  if (suggestion.status !== 'pending_review') {
    return t('review.why.already', { status: suggestion.status })
  }
  if (suggestion.first_review?.reviewer.id === now.userId) {
    return t('review.why.first')
  }
  if (!now.online) return t('review.why.offline')
  return null
}

/** Why the draft cannot be approved as it stands, or null. */
export function whyNoApproval(now: Circumstances): string | null {
  const none = whyNoDecision(now)
  if (none) return none
  const { suggestion, ticket } = now
  if (isOutdated(suggestion, ticket)) return t('review.why.outdated')
  if (suggestion.first_review) return null
  if (!suggestion.reply.trim()) {
    const paused = whyEmpty(suggestion)?.code === 'category_paused'
    return t(paused ? 'review.why.paused' : 'review.why.noMatch')
  }
  return null
}

/** The checks that whoever approves the AI's own words must have looked at. */
export function toConfirm({ gates, first_review: first }: Suggestion): Gate[] {
  if (first && first.verdict !== 'approve') return []
  return gates.filter((gate) => gate.confirm)
}

/**
 * What came between a person and their decision on the draft as they `saw` it, by the code of the
 * refusal that the API would answer, or null.
 */
export function overtakenBy(saw: Suggestion, now: Suggestion, ticket: TicketDetail | undefined) {
  if (isOutdated(now, ticket)) return 'stale_version'
  if (now.status !== 'pending_review') return 'already_decided'
  return saw.first_review?.id === now.first_review?.id ? null : 'first_review_changed'
}

export function isOutdated(suggestion: Suggestion, ticket: TicketDetail | undefined): boolean {
  if (suggestion.status === 'superseded') return true
  if (!ticket || suggestion.status !== 'pending_review') return false
  const newer = ticket.suggestion !== null && ticket.suggestion.id > suggestion.id
  return newer || ticket.version > suggestion.ticket_version
}
