import { ApiError } from '../api/client'
import { api } from '../api/endpoints'
import { insist } from '../api/retry'
import type { BatchBody, Outcome, Revealed, Suggestion } from '../api/types'
import { t } from '../i18n'
import { announce } from '../lib/live'
import { windowMs } from '../lib/time'
import { uuid } from '../lib/uuid'
import { asApiError, notUndone, type Attempt } from '../review/decisions'

interface Tools {
  change: (attempt: Attempt, part: Partial<Attempt>) => void
  refresh: (suggestion: Suggestion) => void
  reveal: (attempt: Attempt, check: Revealed) => void
}

const refused = (outcome: Outcome) =>
  new ApiError(409, { code: outcome.code, detail: outcome.detail })

/** The batch that had no answer. It may have been committed: the same again carries the same key. */
let unanswered: { body: BatchBody; key: string } | null = null

/** Sends a batch under one key; repeats it once when the answer was lost. */
async function post(attempts: Attempt[], dwellMs: number) {
  const drafts = attempts.map(({ suggestion }) => ({
    suggestion: suggestion.id,
    content_hash: suggestion.content_hash,
    ticket_version: suggestion.ticket_version,
  }))
  const again = JSON.stringify(unanswered?.body.drafts) === JSON.stringify(drafts)
  const { body, key } =
    unanswered && again
      ? unanswered
      : { body: { drafts, count: drafts.length, dwell_ms: Math.round(dwellMs) }, key: uuid() }
  const send = () => api.approveTogether(body, key)
  const answer = await send().catch((error: unknown) => {
    if (!(error instanceof ApiError && error.offline)) throw error
    unanswered = { body, key }
    return send()
  })
  unanswered = null
  return answer
}

export async function approveTogether(attempts: Attempt[], dwellMs: number, tools: Tools) {
  try {
    const batch = await post(attempts, dwellMs)
    const now = performance.now()
    for (const outcome of batch.results) {
      const attempt = attempts.find((one) => one.suggestion.id === outcome.suggestion)
      if (!attempt) continue
      const { review, check } = outcome
      if (check) tools.reveal(attempt, check)
      else if (!review) tools.change(attempt, { state: 'failed', error: refused(outcome) })
      else {
        const undoEnds = now + windowMs(review.created_at, review.undo_until)
        tools.change(attempt, { state: 'done', review, undoEnds, batch: batch.id })
      }
    }
    // Z was pressed while the answer was on its way.
    const done = attempts.filter((one) => one.batch === batch.id)
    if (done.some((one) => one.undoWanted)) void takeBackTogether(done, tools)
    return batch
  } catch (problem) {
    const error = asApiError(problem)
    for (const attempt of attempts) tools.change(attempt, { state: 'failed', error })
    throw error
  } finally {
    for (const { suggestion } of attempts) tools.refresh(suggestion)
  }
}

export async function takeBackTogether(attempts: Attempt[], tools: Tools) {
  const batch = attempts[0]?.batch
  if (batch === null || batch === undefined) return
  for (const attempt of attempts) tools.change(attempt, { state: 'undoing', error: null })
  try {
    const { results } = await insist(() => api.undoTogether(batch))
    for (const attempt of attempts) {
      const outcome = results.find((one) => one.suggestion === attempt.suggestion.id)
      if (outcome && !outcome.review) tools.change(attempt, notUndone(attempt, refused(outcome)))
      else tools.change(attempt, { state: 'undone' })
    }
    const back = attempts.filter((one) => one.state === 'undone').length
    announce(t('flow.batchUndone', { count: back }))
  } catch (problem) {
    const error = asApiError(problem)
    for (const attempt of attempts) tools.change(attempt, notUndone(attempt, error))
    announce(t('review.notUndone', { why: error.message }))
  }
  for (const { suggestion } of attempts) tools.refresh(suggestion)
}
