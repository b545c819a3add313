import type { QueryClient } from '@tanstack/react-query'
import { ApiError } from '../api/client'
import { api } from '../api/endpoints'
import { keys } from '../api/queries'
import { insist, worthRetrying } from '../api/retry'
import type { DecisionBody, MyReview, Revealed, Review, SkipReason, Suggestion } from '../api/types'
import { approveTogether, takeBackTogether } from '../flow/together'
import { adopted } from '../flow/adopted'
import { Skips, type Named } from '../flow/skips'
import { t } from '../i18n'
import { forgetDrafts } from '../lib/drafts'
import { announce } from '../lib/live'
import { windowMs } from '../lib/time'
import { uuid } from '../lib/uuid'
import { liveState } from '../live/state'

type AttemptState = 'sending' | 'done' | 'failed' | 'undoing' | 'undone'

/** One decision as this browser made it, from the key press until it can no longer be undone. */
export interface Attempt {
  idempotencyKey: string
  suggestion: Suggestion
  body: DecisionBody
  state: AttemptState
  review: Review | null
  error: ApiError | null
  /** End of the undo window on this machine's monotonic clock, in ms. */
  undoEnds: number
  undoWanted: boolean
  /** When the key was pressed, by the same clock: what was done last is taken back first. */
  at: number
  /** Set when several were approved together; they are taken back together as well. */
  batch: number | null
}

// More than can be taken back at once. Of older ones only the id is kept: a tab is open all day.
const KEPT = 60
/** The list hides what was decided here by itself; asking for all of it can wait a moment, */
const LISTS_MS = 2000
/** and longer while the server tells of each decision anyway. */
const TOLD_LISTS_MS = 10_000

interface Options {
  client: QueryClient
  user: number
  undoSeconds: number
}

/**
 * Sends decisions and remembers the latest. What the queue shows is derived from this: a
 * decided item is hidden while its attempt is under way or done, and is back when it failed or
 * was undone, so there is nothing to roll back by hand.
 */
export class DecisionStore {
  attempts: Attempt[] = []
  /** The item that came back last (failed or undone), with a counter so that repeats are seen. */
  returned: { id: number; turn: number } | null = null
  readonly skips: Skips
  /** The checks among the last decisions, until the person has read of each. */
  revealed: { suggestion: Suggestion; check: Revealed }[] = []
  /** What lists must not show; another set only when it has changed, for lists are long. */
  away: ReadonlySet<number> = new Set()
  private listeners = new Set<() => void>()
  private listsDue: ReturnType<typeof setTimeout> | null = null
  private listsAt = -Infinity
  /** Decided here before the latest: a list of before that still names them must not offer them. */
  private past = new Set<number>()

  constructor(private options: Options) {
    this.skips = new Skips({
      changed: () => this.tell(),
      cameBack: (id) => this.comeBack(id),
      refresh: (suggestion) => this.refresh(suggestion),
    })
  }

  subscribe = (tell: () => void) => {
    this.listeners.add(tell)
    return () => this.listeners.delete(tell)
  }
  snapshot = () => this.attempts

  of(suggestion: number) {
    return this.attempts.find((attempt) => attempt.suggestion.id === suggestion)
  }

  isHidden(suggestion: number) {
    if (this.skips.isAway(suggestion)) return true
    const attempt = this.of(suggestion)
    return attempt ? hides(attempt) : this.past.has(suggestion)
  }

  /** What the queue must not offer now, though the server may still list it. */
  hidden(): number[] {
    const all = [...this.attempts, ...this.skips.list].map((one) => one.suggestion.id)
    return all.filter((id) => this.away.has(id)).slice(0, 500)
  }

  /** Decides once: a second press while the first is under way or done changes nothing. */
  decide(suggestion: Suggestion, body: DecisionBody): boolean {
    if (this.isHidden(suggestion.id)) return false
    const before = this.of(suggestion.id)
    // A repeat of the very same decision after a failure carries the same key, because the
    // first may have been committed although its answer was lost.
    const repeat = before?.state === 'failed' && same(before.body, body) ? before : null
    const attempt = this.begin(suggestion, repeat?.body ?? body, repeat?.idempotencyKey)
    this.put(attempt)
    void this.send(attempt)
    return true
  }

  /** Approves low-risk drafts together; each is out of sight at once, like a single decision. */
  decideTogether(shown: Suggestion[], dwellMs: number) {
    const attempts = shown
      .filter((one) => !this.isHidden(one.id))
      .map((one) =>
        this.begin(one, {
          verdict: 'approve',
          content_hash: one.content_hash,
          ticket_version: one.ticket_version,
          next_status: 'resolved',
        }),
      )
    this.put(...attempts)
    return approveTogether(attempts, dwellMs, this.tools)
  }

  /** Keeps what was not sent, because the page had heard what the server would answer. */
  refuse(suggestion: Suggestion, body: DecisionBody, error: ApiError) {
    this.put({ ...this.begin(suggestion, body), state: 'failed', error })
  }

  skip(suggestion: Suggestion, reason: SkipReason, note = '') {
    if (!this.isHidden(suggestion.id)) void this.skips.skip(suggestion, reason, note)
  }

  /** Those that can be taken back now, the latest first. */
  undoable(): Attempt[] {
    const now = performance.now()
    return this.attempts.filter(
      (one) =>
        !one.undoWanted &&
        (one.state === 'sending' || (one.state === 'done' && one.undoEnds > now)),
    )
  }

  /** Takes back the given decision, or what was done last; false when there is nothing left. */
  undo(suggestion?: number): boolean {
    const attempt = this.undoable().find(
      (one) => suggestion === undefined || one.suggestion.id === suggestion,
    )
    const skipped = suggestion === undefined ? this.skips.latest() : undefined
    if (skipped && skipped.at > (attempt?.at ?? 0)) {
      this.skips.takeBack(skipped)
      return true
    }
    if (!attempt) return false
    if (attempt.state === 'sending') this.change(attempt, { undoWanted: true })
    else if (attempt.batch !== null) void takeBackTogether(this.sameBatch(attempt), this.tools)
    else void this.takeBack(attempt)
    return true
  }

  /**
   * Takes over what the server knows of this person's last decisions: those of another tab or of
   * before a reload can be taken back here too, and those taken back elsewhere are back.
   */
  sync(reviews: MyReview[]) {
    const news = adopted(reviews, this.attempts)
    for (const one of news.undone) this.change(one, { state: 'undone' })
    if (news.attempts.length) this.put(...news.attempts)
  }

  forget(suggestion: number) {
    this.attempts = this.attempts.filter((attempt) => attempt.suggestion.id !== suggestion)
    this.tell()
  }

  private begin(suggestion: Suggestion, body: DecisionBody, idempotencyKey = uuid()): Attempt {
    const at = performance.now()
    return {
      idempotencyKey,
      suggestion,
      body,
      state: 'sending',
      review: null,
      error: null,
      undoEnds: at + this.options.undoSeconds * 1000,
      undoWanted: false,
      at,
      batch: null,
    }
  }

  private put(...fresh: Attempt[]) {
    const ids = new Set(fresh.map((one) => one.suggestion.id))
    const others = this.attempts.filter((one) => !ids.has(one.suggestion.id))
    const all = [...fresh, ...others].sort((a, b) => b.at - a.at)
    for (const old of all.splice(KEPT)) {
      if (hides(old)) this.past.add(old.suggestion.id)
      else this.past.delete(old.suggestion.id)
    }
    this.attempts = all
    this.tell()
  }

  private sameBatch(attempt: Attempt) {
    return this.attempts.filter((one) => one.batch === attempt.batch && one.state === 'done')
  }

  private tools = {
    change: (attempt: Attempt, part: Partial<Attempt>) => this.change(attempt, part),
    refresh: (suggestion: Suggestion) => this.refresh(suggestion),
    reveal: (attempt: Attempt, check: Revealed) => this.reveal(attempt, check),
  }

  private async send(attempt: Attempt) {
    try {
      const { suggestion, body, idempotencyKey } = attempt
      const review = await insist(() => api.decide(suggestion.id, body, idempotencyKey))
      if (review.check) return this.reveal(attempt, review.check)
      const length = windowMs(review.created_at, review.undo_until)
      this.change(attempt, { state: 'done', review, undoEnds: performance.now() + length })
      forgetDrafts(this.options.user, attempt.suggestion.id)
      this.refresh(attempt.suggestion)
      if (attempt.undoWanted) await this.takeBack(attempt)
    } catch (error) {
      this.fail(attempt, error)
    }
  }

  /** A check changed nothing, so there is nothing to undo. A genuine draft comes next. */
  private reveal(attempt: Attempt, check: Revealed) {
    forgetDrafts(this.options.user, attempt.suggestion.id)
    this.revealed = [...this.revealed, { suggestion: attempt.suggestion, check }]
    this.change(attempt, { state: 'done', undoEnds: 0 })
    if (check.kind === 'seeded') {
      this.options.client.removeQueries({ queryKey: keys.suggestion(attempt.suggestion.id) })
      this.forget(attempt.suggestion.id)
      this.comeBack(attempt.suggestion.id)
    }
    this.refresh(attempt.suggestion)
  }

  dismiss() {
    this.revealed = this.revealed.slice(1)
    this.tell()
  }

  private async takeBack(attempt: Attempt) {
    const { review } = attempt
    if (!review) return
    this.change(attempt, { state: 'undoing', error: null })
    try {
      await insist(() => api.undo(review.id))
      this.change(attempt, { state: 'undone' })
      this.comeBack(attempt.suggestion.id)
      announce(t('review.undone', { ticket: attempt.suggestion.ticket_reference }))
    } catch (error) {
      if (error instanceof ApiError && error.code === 'already_undone') {
        // In another tab: the draft waits again, which is what was wanted.
        this.change(attempt, { state: 'undone' })
        this.comeBack(attempt.suggestion.id)
        this.refresh(attempt.suggestion)
        return
      }
      const why = error instanceof Error ? error.message : t('review.undoFailed')
      this.change(attempt, notUndone(attempt, asApiError(error)))
      announce(t('review.notUndone', { why }))
    }
    this.refresh(attempt.suggestion)
  }

  private fail(attempt: Attempt, problem: unknown) {
    const error = asApiError(problem)
    this.change(attempt, { state: 'failed', error })
    if (error.current) {
      this.options.client.setQueryData(keys.suggestion(attempt.suggestion.id), error.current)
    }
    const ticket = attempt.suggestion.ticket_reference
    announce(
      `${t('review.ticketWasNot', { ticket, verdict: attempt.body.verdict })} ${error.message}`,
    )
    this.comeBack(attempt.suggestion.id)
    this.refresh(attempt.suggestion)
  }

  private comeBack(id: number) {
    this.returned = { id, turn: (this.returned?.turn ?? 0) + 1 }
    this.tell()
  }

  private refresh(suggestion: Named) {
    const { client } = this.options
    this.refreshLists()
    void client.invalidateQueries({ queryKey: keys.myReviews })
    void client.invalidateQueries({ queryKey: keys.suggestion(suggestion.id) })
    void client.invalidateQueries({ queryKey: keys.ticket(suggestion.ticket) })
  }

  /** At once, then once in a while: each answer may name ten thousand drafts. */
  private refreshLists() {
    if (this.listsDue) return
    const run = () => {
      this.listsDue = null
      this.listsAt = performance.now()
      // Quick decisions must not cancel one refresh after the other: none would arrive.
      const { client } = this.options
      void client.invalidateQueries({ queryKey: keys.queue }, { cancelRefetch: false })
    }
    const gap = liveState() === 'live' ? TOLD_LISTS_MS : LISTS_MS
    const wait = this.listsAt + gap - performance.now()
    if (wait <= 0) run()
    else this.listsDue = setTimeout(run, wait)
  }

  private change(attempt: Attempt, part: Partial<Attempt>) {
    // The object keeps its identity for the running call; the list gets a new one for React.
    Object.assign(attempt, part)
    this.tell()
  }

  private tell() {
    this.attempts = [...this.attempts]
    const known = [...this.attempts, ...this.skips.list].map((one) => one.suggestion.id)
    const away = new Set([...this.past, ...known].filter((id) => this.isHidden(id)))
    const equal = away.size === this.away.size && [...away].every((id) => this.away.has(id))
    if (!equal) this.away = away
    this.listeners.forEach((tell) => tell())
  }
}

const hides = ({ state }: Attempt) => state === 'sending' || state === 'done' || state === 'undoing'

/** The same decision, however long each was looked at. */
const same = (a: DecisionBody, b: DecisionBody) =>
  JSON.stringify({ ...a, dwell_ms: 0 }) === JSON.stringify({ ...b, dwell_ms: 0 })

/** After an undo that failed; what may go through the next time stays the one that Z takes back. */
export const notUndone = ({ undoEnds }: Attempt, error: ApiError): Partial<Attempt> => ({
  state: 'done',
  undoWanted: false,
  undoEnds: worthRetrying(error) ? undoEnds : 0,
  error,
})

export function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error
  return new ApiError(0, { detail: t('review.pageFailed') })
}
