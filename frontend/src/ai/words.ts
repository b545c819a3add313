import type { AI, DraftJob } from '../api/types'
import { messageTime } from '../lib/time'

/** How the AI's states are called, wherever they are shown. */
export const AI_WORDS: Record<AI['state'], string> = {
  available: 'The AI is available',
  paused: 'AI drafting is paused',
  unavailable: 'The AI service does not answer',
  trying: 'The AI service is being tried again',
  limited: 'The AI has used up its budget',
}

const WAITS_FOR: Record<NonNullable<DraftJob['waits_for']>, string> = {
  ai_paused: AI_WORDS.paused,
  ai_unavailable: AI_WORDS.unavailable,
  budget: AI_WORDS.limited,
  retry: 'Waiting to try again',
  turn: 'A draft is queued',
}

export interface JobWords {
  title: string
  detail: string
  /** When the next attempt is due, as far as anybody knows. */
  next: string | null
}

/** What a ticket's draft is doing while there is none to review, and why. */
export function jobWords(job: DraftJob | null, ai: AI | undefined): JobWords {
  if (!job) return { title: 'No draft yet', detail: 'Nobody has asked for one.', next: null }
  const tries = job.attempts + job.outages
  switch (job.status) {
    case 'queued':
      return queued(job, ai)
    case 'running':
      return {
        title: 'The draft is being written',
        detail: `${tries > 1 ? `Try number ${tries}. ` : ''}It appears here by itself.`,
        next: null,
      }
    case 'failed':
      return {
        title: 'No draft could be written',
        detail: `${job.error || 'The AI service gave no reason.'} Tried ${tries === 1 ? 'once' : `${tries} times`}.`,
        next: null,
      }
    case 'cancelled':
      return {
        title: 'The draft was cancelled',
        detail: job.error || 'It was no longer needed.',
        next: null,
      }
    case 'done':
      return { title: 'No draft to review', detail: 'The last one has been replaced.', next: null }
  }
}

function queued(job: DraftJob, ai: AI | undefined): JobWords {
  const title = WAITS_FOR[job.waits_for ?? 'turn']
  switch (job.waits_for) {
    case 'ai_paused':
      return {
        title,
        detail: `Paused by a supervisor${since(ai)}. The draft is written when drafting goes on.`,
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
      return { title, detail: `The last try did not work: ${job.error}`, next: job.next_attempt_at }
    default:
      return { title, detail: 'It appears here by itself.', next: null }
  }
}

/** " since 14:02", or nothing. */
export const since = (ai: AI | undefined) => (ai?.since ? ` since ${messageTime(ai.since)}` : '')

const reason = (ai: AI | undefined) => (ai && ai.state !== 'available' ? ai.detail : '')

const latest = (one: string, other: string | null | undefined) =>
  other && Date.parse(other) > Date.parse(one) ? other : one
