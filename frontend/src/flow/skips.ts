import { ApiError } from '../api/client'
import { api } from '../api/endpoints'
import { insist, worthRetrying } from '../api/retry'
import type { SkipReason, Suggestion } from '../api/types'
import { t } from '../i18n'
import { announce } from '../lib/live'
import { wordsFor } from '../lib/words'

const CODES = [
  'later',
  'language',
  'expertise',
  'conflict_of_interest',
  'waiting',
  'other',
] as const satisfies SkipReason[]

const WORDS = wordsFor<SkipReason>(CODES, (code) => `flow.skip.${code}`)

/** In the order of the keys 1–6. */
export const SKIP_REASONS = CODES.map((code) => ({
  code,
  get label() {
    return WORDS[code]
  },
}))

/** How long Z takes back a skip; the server allows five minutes. */
export const SKIP_UNDO_MS = 30_000
const HALF_AN_HOUR = 30 * 60_000
/** The server counts from when it heard of the skip, a little later than this page. */
const LATER_MS = 1000

/** All that is kept of a draft that was passed on: a tab is open all day. */
export type Named = Pick<Suggestion, 'id' | 'ticket' | 'ticket_reference'>

export interface Skipped {
  suggestion: Named
  reason: SkipReason
  state: 'sending' | 'done' | 'failed' | 'undoing' | 'undone'
  error: ApiError | null
  /** When it was passed on, and until when it is kept from this person: this machine's clock. */
  at: number
  ends: number
}

interface Options {
  changed: () => void
  cameBack: (id: number) => void
  refresh: (suggestion: Named) => void
}

/** What this browser passed on. A skipped draft is out of sight at once and back when it failed. */
export class Skips {
  list: Skipped[] = []
  private ending: ReturnType<typeof setTimeout> | undefined

  constructor(private options: Options) {}

  isAway(id: number) {
    return this.away().some((one) => one.suggestion.id === id)
  }

  /** The last one, while Z still takes it back. */
  latest(): Skipped | undefined {
    const one = this.list[0]
    const open = one?.state === 'sending' || one?.state === 'done'
    return one && open && performance.now() - one.at < SKIP_UNDO_MS ? one : undefined
  }

  async skip({ id, ticket, ticket_reference }: Named, reason: SkipReason, note: string) {
    const suggestion = { id, ticket, ticket_reference }
    const at = performance.now()
    const one: Skipped = {
      suggestion,
      reason,
      state: 'sending',
      error: null,
      at,
      ends: at + HALF_AN_HOUR,
    }
    const others = this.list.filter((other) => other.suggestion.id !== suggestion.id)
    this.list = [one, ...others].slice(0, 200)
    this.tell()
    try {
      const { created_at, until } = await api.skip(suggestion.id, reason, note)
      one.ends = until ? at + Date.parse(until) - Date.parse(created_at) : Infinity
      // It may have been taken back while the answer was on its way.
      if (one.state === 'undoing') await this.send(one)
      else this.change(one, { state: 'done' })
    } catch (problem) {
      const error = problem as ApiError
      // Somebody decided meanwhile: it is gone all the same.
      if (error.status === 409) return this.change(one, { state: 'done', at: 0 })
      this.change(one, { state: 'failed', error })
      announce(t('flow.notSkipped', { ticket: suggestion.ticket_reference, why: error.message }))
      this.options.cameBack(suggestion.id)
    }
    this.options.refresh(suggestion)
  }

  takeBack(one: Skipped) {
    const sent = one.state === 'done'
    this.change(one, { state: 'undoing' })
    if (sent) void this.send(one)
  }

  private async send(one: Skipped) {
    try {
      await insist(() => api.unskip(one.suggestion.id)).catch((problem: unknown) => {
        // The first was heard, though its answer was lost.
        if (!(problem instanceof ApiError && problem.code === 'not_skipped')) throw problem
      })
      this.change(one, { state: 'undone' })
      announce(t('flow.skipUndone', { ticket: one.suggestion.ticket_reference }))
      this.options.cameBack(one.suggestion.id)
    } catch (problem) {
      const error = problem as ApiError
      this.change(one, { state: 'done', at: worthRetrying(error) ? one.at : 0, error })
      announce(t('review.notUndone', { why: error.message }))
    }
    this.options.refresh(one.suggestion)
  }

  private change(one: Skipped, part: Partial<Skipped>) {
    Object.assign(one, part)
    this.tell()
  }

  private away() {
    const now = performance.now()
    return this.list.filter(
      ({ state, ends }) => state !== 'failed' && state !== 'undone' && ends > now,
    )
  }

  /** Tells now, and again when the next skip ends: nothing else may happen on the page by then. */
  private tell() {
    clearTimeout(this.ending)
    const [next] = this.away().sort((a, b) => a.ends - b.ends)
    if (next && next.ends < Infinity) {
      const over = () => {
        this.tell()
        this.options.refresh(next.suggestion)
      }
      this.ending = setTimeout(over, next.ends - performance.now() + LATER_MS)
    }
    this.options.changed()
  }
}
