import type { DecisionBody, Suggestion } from '../api/types'
import { toConfirm } from '../review/mayApprove'

/** Why the stand-in refuses a decision, as the server would answer it; null when it does not. */
export function refusalOf(one: Suggestion, version: number, body: DecisionBody, user: number) {
  const conflict = conflictOf(one, version, body, user)
  if (conflict) {
    const [code, detail] = conflict
    const current = structuredClone(one)
    return { status: 409, body: { code, detail, title: 'Conflict', current } }
  }
  const open = body.verdict === 'approve' ? toConfirm(one) : []
  if (open.every((gate) => body.confirmed?.includes(gate.code))) return null
  const detail = 'This draft has warnings that you must confirm to have looked at, or edit away.'
  return { status: 400, body: { code: 'confirmation_required', detail } }
}

function conflictOf(
  one: Suggestion,
  version: number,
  body: DecisionBody,
  user: number,
): [string, string] | null {
  if (one.status === 'superseded') return ['stale_version', 'A newer draft has replaced this one.']
  if (one.status !== 'pending_review') return ['already_decided', 'This draft was already decided.']
  if (version !== body.ticket_version)
    return ['stale_version', 'The ticket has changed since the draft was shown.']
  if (one.content_hash !== body.content_hash)
    return ['hash_mismatch', 'The draft is not the one you saw.']
  if (one.first_review?.reviewer.id === user)
    return ['needs_second_reviewer', 'You signed this already; a second person must decide.']
  if ((one.first_review?.id ?? null) !== (body.first_review ?? null))
    return ['first_review_changed', 'The first signature is not the one that you saw.']
  return null
}
