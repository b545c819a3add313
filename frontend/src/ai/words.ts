import type { AI, DraftJob } from '../api/types'
import { t, type MessageId } from '../i18n'
import { messageTime } from '../lib/time'
import { wordsFor } from '../lib/words'

/** How the AI's states are called, wherever they are shown. */
export const AI_WORDS = wordsFor<AI['state']>(
  ['available', 'paused', 'unavailable', 'trying', 'limited'],
  (state) => `ai.state.${state}`,
)

const WAITS_FOR = {
  ai_paused: 'ai.state.paused',
  ai_unavailable: 'ai.state.unavailable',
  budget: 'ai.state.limited',
  retry: 'ai.waits.retry',
  turn: 'ai.waits.turn',
} as const satisfies Record<NonNullable<DraftJob['waits_for']>, MessageId>

interface JobWords {
  title: string
  detail: string
  /** When the next attempt is due, as far as anybody knows. */
  next: string | null
}

/** What a ticket's draft is doing while there is none to review, and why. */
export function jobWords(job: DraftJob | null, ai: AI | undefined): JobWords {
  if (!job) return { title: t('ai.job.none'), detail: t('ai.job.noneDetail'), next: null }
  const tries = job.attempts + job.outages
  switch (job.status) {
    case 'queued':
      return queued(job, ai)
    case 'running':
      return {
        title: t('ai.job.running'),
        detail: t('ai.job.runningDetail', { tries }),
        next: null,
      }
    case 'failed':
      return {
        title: t('ai.job.failed'),
        detail: t('ai.job.failedDetail', { error: job.error || t('ai.job.noReason'), tries }),
        next: null,
      }
    case 'cancelled':
      return {
        title: t('ai.job.cancelled'),
        detail: job.error || t('ai.job.notNeeded'),
        next: null,
      }
    case 'done':
      return { title: t('ai.job.done'), detail: t('ai.job.doneDetail'), next: null }
  }
}

function queued(job: DraftJob, ai: AI | undefined): JobWords {
  const title = t(WAITS_FOR[job.waits_for ?? 'turn'])
  switch (job.waits_for) {
    case 'ai_paused':
      return {
        title,
        detail: t('ai.job.pausedDetail', { since: since(ai) }),
        next: null,
      }
    case 'ai_unavailable':
    case 'budget':
      return {
        title,
        detail: reason(ai) || job.error,
        next: latest(job.next_attempt_at, ai?.until),
      }
    case 'retry':
      return {
        title,
        detail: t('ai.job.retryDetail', { error: job.error }),
        next: job.next_attempt_at,
      }
    default:
      return { title, detail: t('ai.job.itself'), next: null }
  }
}

/** "14:02", or "none", as the messages with a {since} choose by it. */
export const since = (ai: AI | undefined) => (ai?.since ? messageTime(ai.since) : 'none')

const reason = (ai: AI | undefined) => (ai && ai.state !== 'available' ? ai.detail : '')

const latest = (one: string, other: string | null | undefined) =>
  other && Date.parse(other) > Date.parse(one) ? other : one
