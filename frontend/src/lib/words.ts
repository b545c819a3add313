import type {
  Priority,
  QueueView,
  ReasonCode,
  ReviewStatus,
  Sentiment,
  SessionUser,
  TicketStatus,
  Verdict,
} from '../api/types'
import { locale, t, type MessageId } from '../i18n'
import { inLanguage } from './intl'

export { percent, sizeWords } from './intl'

// The interface's words for the API's codes, in one place. Each is looked up when it is read, in
// the language of that moment.

/** An object of `codes` whose values are the texts of their messages. */
export function wordsFor<Code extends string>(
  codes: readonly Code[],
  id: (code: Code) => MessageId,
): Readonly<Record<Code, string>> {
  const get = (code: Code) => ({ enumerable: true, get: () => t(id(code)) })
  const properties = Object.fromEntries(codes.map((code) => [code, get(code)]))
  return Object.defineProperties({}, properties) as Record<Code, string>
}

const REASON_CODES = [
  'wrong_facts',
  'wrong_tone',
  'incomplete',
  'unsafe',
  'policy',
  'language',
  'not_needed',
  'duplicate',
  'other',
] as const satisfies ReasonCode[]

export const REASON_WORDS = wordsFor<ReasonCode>(REASON_CODES, (code) => `words.reason.${code}`)

/** In the order of the keys 1–9. */
export const REASONS = REASON_CODES.map((code) => ({
  code,
  get label() {
    return REASON_WORDS[code]
  },
}))

export const STATUS_WORDS = wordsFor<TicketStatus>(
  ['open', 'pending', 'resolved'],
  (code) => `words.status.${code}`,
)

export const PRIORITY_WORDS = wordsFor<Priority>(
  ['low', 'normal', 'high', 'urgent'],
  (code) => `words.priority.${code}`,
)

export const REVIEW_WORDS = wordsFor<ReviewStatus>(
  ['queued', 'running', 'failed', 'cancelled', 'pending_review', 'approved', 'edited', 'rejected'],
  (code) => `words.review.${code}`,
)

export const DONE_WORDS = wordsFor<Verdict>(
  ['approve', 'edit', 'reject'],
  (code) => `words.done.${code}`,
)

const view = (name: QueueView, keys: string) => ({
  view: name,
  keys,
  get label() {
    return t(`words.view.${name}`)
  },
  get empty() {
    return t(`words.viewEmpty.${name}`)
  },
})

export const VIEWS = [
  view('all', 'g q'),
  view('urgent', 'g u'),
  view('overdue', 'g o'),
  view('low_risk', 'g l'),
  view('second_review', 'g s'),
  view('mine', 'g m'),
]

export const ROLE_WORDS = wordsFor<SessionUser['role']>(
  ['client', 'reviewer', 'supervisor', 'auditor'],
  (code) => `words.role.${code}`,
)

export const SENTIMENT_WORDS = wordsFor<Sentiment>(
  ['', 'negative', 'neutral', 'positive'],
  (code) => `words.sentiment.${code || 'none'}`,
)

/** A likeness from 0 to 1 in words; 1 is nearly the same question (ai_review/retrieval.py). */
export const matchWords = (score: number) =>
  t(
    score >= 0.9
      ? 'words.match.very_close'
      : score >= 0.75
        ? 'words.match.close'
        : 'words.match.loose',
  )

/** "de" → "German"; a code that nobody knows stays as it is. */
export function languageWords(code: string): string {
  try {
    return (
      inLanguage('names', (l) => new Intl.DisplayNames(l, { type: 'language' })).of(code) ?? code
    )
  } catch {
    return code
  }
}

/** By their names in the person's language. */
export const languagesInOrder = (codes: string[]) =>
  [...codes].sort((a, b) => languageWords(a).localeCompare(languageWords(b), locale()))

/** "card_arrival" → "Card arrival" */
export function categoryWords(slug: string): string {
  const words = slug.replace(/[_-]+/g, ' ').trim()
  return words ? words.charAt(0).toUpperCase() + words.slice(1) : ''
}
