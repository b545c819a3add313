import type { Gate, Suggestion, TicketDetail } from '../api/types'
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
  if (!now.mayDecide) return 'Your role may read drafts but not decide on them.'
  if (suggestion.status === 'superseded') return 'A newer draft has replaced this one.'
  if (suggestion.status !== 'pending_review') return `This draft is already ${suggestion.status}.`
  if (suggestion.first_review?.reviewer.id === now.userId) {
    return 'You gave the first review. A second person has to confirm it.'
  }
  if (!now.online) return 'You are offline.'
  return null
}

/** Why the draft cannot be approved as it stands, or null. */
export function whyNoApproval(now: Circumstances): string | null {
  const none = whyNoDecision(now)
  if (none) return none
  const { suggestion, ticket } = now
  if (isOutdated(suggestion, ticket)) return 'The ticket has moved on since this draft was written.'
  if (suggestion.first_review) return null
  if (!suggestion.reply.trim()) {
    return whyEmpty(suggestion)?.code === 'category_paused'
      ? 'Replies in this category are paused: write the reply yourself.'
      : 'No good match was found: write the reply yourself.'
  }
  return null
}

/** The checks that whoever approves the AI's own words must have looked at. */
export function toConfirm({ gates, first_review: first }: Suggestion): Gate[] {
  if (first && first.verdict !== 'approve') return []
  return gates.filter((gate) => gate.confirm)
}

export function isOutdated(suggestion: Suggestion, ticket: TicketDetail | undefined): boolean {
  if (suggestion.status === 'superseded') return true
  if (!ticket || suggestion.status !== 'pending_review') return false
  const newer = ticket.suggestion !== null && ticket.suggestion.id > suggestion.id
  return newer || ticket.version > suggestion.ticket_version
}
