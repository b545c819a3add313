import type { QueryClient, QueryFilters } from '@tanstack/react-query'
import { keys } from '../api/queries'

// What an event makes old. Each kind of answer is asked for again at once, and then at most every
// few seconds however many events come: an import of ten thousand tickets costs no more than the
// polling did.

export interface LiveEvent {
  type: string
  /** The ticket's, null when it is about none. */
  id: number | null
  suggestion?: number
}

/** Events of one act come within moments of each other, and in all browsers at the same time. */
const FIRST_MS = 150
const SPREAD_MS = 250
const ONE_MS = 1000
const LIST_MS = 4000

const FIXED = new Set<unknown>(['session'])

export function makeRefresher(client: QueryClient) {
  const last = new Map<string, number>()
  const due = new Map<string, ReturnType<typeof setTimeout>>()

  const refresh = (name: string, gap: number, filters: QueryFilters) => {
    if (due.has(name) || client.getQueryCache().findAll(filters).length === 0) return
    const now = Date.now()
    const soon = FIRST_MS + Math.random() * SPREAD_MS
    const wait = Math.max(soon, (last.get(name) ?? 0) + gap - now)
    const run = () => {
      due.delete(name)
      // What was long ago need not be known: a day sees thousands of tickets.
      for (const [old, at] of last) if (Date.now() - at > LIST_MS) last.delete(old)
      last.set(name, Date.now())
      void client.invalidateQueries(filters)
    }
    due.set(name, setTimeout(run, wait))
  }

  const lists = () => {
    refresh('queue', LIST_MS, { queryKey: keys.queue })
    refresh('tickets', LIST_MS, { queryKey: ['tickets'] })
  }

  return {
    /** Everything that is shown may be old. */
    all: () => {
      refresh('all', LIST_MS, { predicate: ({ queryKey }) => !FIXED.has(queryKey[0]) })
    },

    event({ type, id, suggestion }: LiveEvent) {
      if (type === 'reset') {
        this.all()
      } else if (type === 'presence.changed') {
        if (id !== null) refresh(`presence ${id}`, ONE_MS, { queryKey: keys.presence(id) })
      } else if (id === null) {
        refresh('ai', ONE_MS, { queryKey: keys.ai })
      } else if (type.startsWith('queue.')) {
        refresh('queue', LIST_MS, { queryKey: keys.queue })
      } else {
        refresh(`ticket ${id}`, ONE_MS, { queryKey: keys.ticket(id) })
        refresh(`drafts of ${id}`, ONE_MS, {
          predicate: ({ queryKey: [what, which], state: { data } }) =>
            what === 'suggestion' &&
            (which === suggestion || (data as { ticket?: number } | undefined)?.ticket === id),
        })
        if (type.startsWith('draft.')) refresh('decided', LIST_MS, { queryKey: keys.myReviews })
        lists()
      }
    },

    stop() {
      due.forEach((timer) => clearTimeout(timer))
      due.clear()
    },
  }
}
