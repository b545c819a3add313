import type {
  Priority,
  QueueView,
  ReasonCode,
  ReviewStatus,
  Sentiment,
  TicketStatus,
  Verdict,
} from '../api/types'

// The interface's words for the API's codes, in one place.

export const REASONS: { code: ReasonCode; label: string }[] = [
  { code: 'wrong_facts', label: 'Wrong facts' },
  { code: 'wrong_tone', label: 'Wrong tone' },
  { code: 'incomplete', label: 'Incomplete' },
  { code: 'unsafe', label: 'Unsafe' },
  { code: 'policy', label: 'Against policy' },
  { code: 'language', label: 'Wrong language' },
  { code: 'not_needed', label: 'No reply needed' },
  { code: 'duplicate', label: 'Duplicate' },
  { code: 'other', label: 'Other' },
]

export const STATUS_WORDS: Record<TicketStatus, string> = {
  open: 'Open',
  pending: 'Pending',
  resolved: 'Resolved',
}

export const PRIORITY_WORDS: Record<Priority, string> = {
  low: 'Low',
  normal: 'Normal',
  high: 'High',
  urgent: 'Urgent',
}

export const REVIEW_WORDS: Record<ReviewStatus, string> = {
  queued: 'Draft queued',
  running: 'Drafting',
  failed: 'Draft failed',
  cancelled: 'Draft cancelled',
  pending_review: 'To review',
  approved: 'Approved',
  edited: 'Edited',
  rejected: 'Rejected',
}

export const DONE_WORDS: Record<Verdict, string> = {
  approve: 'Approved',
  edit: 'Edited and approved',
  reject: 'Rejected',
}

export const VIEWS: { view: QueueView; label: string; keys: string; empty: string }[] = [
  { view: 'all', label: 'All', keys: 'g q', empty: 'Every draft has been looked at.' },
  { view: 'urgent', label: 'Urgent', keys: 'g u', empty: 'Nothing urgent is waiting.' },
  { view: 'low_risk', label: 'Low risk', keys: 'g l', empty: 'No low-risk drafts are waiting.' },
  {
    view: 'second_review',
    label: 'Second review',
    keys: 'g s',
    empty: 'Nothing needs a second pair of eyes.',
  },
  {
    view: 'mine',
    label: 'Mine',
    keys: 'g m',
    empty: 'No draft of a ticket assigned to you is waiting.',
  },
]

export const SENTIMENT_WORDS: Record<Sentiment, string> = {
  '': 'Not said',
  negative: 'Negative',
  neutral: 'Neutral',
  positive: 'Positive',
}

/** A likeness from 0 to 1 in words; 1 is nearly the same question (ai_review/retrieval.py). */
export const matchWords = (score: number) =>
  score >= 0.9 ? 'Very close match' : score >= 0.75 ? 'Close match' : 'Loose match'

export const percent = (share: number) => `${Math.round(share * 100)} %`

/** "de" → "German"; a code that nobody knows stays as it is. */
export function languageWords(code: string): string {
  try {
    return new Intl.DisplayNames('en', { type: 'language' }).of(code) ?? code
  } catch {
    return code
  }
}

/** "card_arrival" → "Card arrival" */
export function categoryWords(slug: string): string {
  const words = slug.replace(/[_-]+/g, ' ').trim()
  return words ? words.charAt(0).toUpperCase() + words.slice(1) : ''
}

export const plural = (count: number, one: string, many = `${one}s`) =>
  `${count} ${count === 1 ? one : many}`

/** A file's size as people say it: 812 B, 25 kB, 1.2 MB. */
export function sizeWords(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  if (bytes < 1_000_000) return `${Math.round(bytes / 1000)} kB`
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}
