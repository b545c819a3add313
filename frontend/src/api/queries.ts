import { infiniteQueryOptions, queryOptions, replaceEqualDeep } from '@tanstack/react-query'
import { api, type TicketFilters } from './endpoints'
import type { QueueFilters } from '../queue/filters'
import { loggedInAgain, setCsrfToken } from './client'
import type { Queue, Session } from './types'
import { pollEvery } from '../live/state'

// Query options are defined once here; pages, prefetches and invalidations share them.

/** How often lists look for news while the page is visible and nobody tells it any. */
export const POLL_MS = 5000
/** Half of the time for which the server believes that somebody looks. */
const PRESENCE_MS = 30_000

export const keys = {
  session: ['session'] as const,
  queue: ['queue'] as const,
  myReviews: ['my-reviews'] as const,
  savedViews: ['saved-views'] as const,
  ai: ['ai'] as const,
  presence: (ticket: number) => ['presence', ticket] as const,
  suggestion: (id: number) => ['suggestion', id] as const,
  ticket: (id: number) => ['ticket', id] as const,
  timeline: (id: number) => ['ticket', id, 'timeline'] as const,
}

export const sessionOptions = queryOptions({
  queryKey: keys.session,
  queryFn: async ({ client }) => {
    let session = await api.session()
    // Ended while somebody works here: the page stays as it is below the log-in.
    const worked = client.getQueryData<Session>(keys.session)?.authenticated
    if (worked && !session.authenticated && (await loggedInAgain())) session = await api.session()
    setCsrfToken(session.csrf_token)
    return session
  },
  staleTime: 5 * 60_000,
})

/** The whole list of these filters, as ids, and the counts of all views. */
export const queueOptions = (filters: QueueFilters) =>
  queryOptions({
    queryKey: [...keys.queue, 'ids', filters],
    queryFn: () => api.queueIds(filters),
    refetchInterval: pollEvery(POLL_MS),
    staleTime: 2000,
  })

/** The server gives no line of what was decided elsewhere: the list keeps the one that it had. */
function withLinesOfBefore(old: unknown, next: unknown) {
  const [before, now] = [old as Queue | undefined, next as Queue]
  const given = new Set(now.results.map(({ id }) => id))
  const gone = before?.results.filter(({ id }) => !given.has(id)) ?? []
  return replaceEqualDeep(before, { ...now, results: [...now.results, ...gone] })
}

/** The lines of some drafts of the queue. */
export const rowsOptions = (ids: number[]) =>
  queryOptions({
    queryKey: [...keys.queue, 'lines', ids],
    queryFn: () => api.queue(ids),
    structuralSharing: withLinesOfBefore,
    refetchInterval: pollEvery(POLL_MS),
    staleTime: 2000,
  })

export const choicesOptions = queryOptions({
  queryKey: [...keys.queue, 'choices'],
  queryFn: api.queueChoices,
  staleTime: 30_000,
})

export const savedViewsOptions = queryOptions({
  queryKey: keys.savedViews,
  queryFn: api.savedViews,
  refetchInterval: pollEvery(POLL_MS * 3),
  staleTime: 5000,
})

/** My last decisions with what became of them, the latest first. */
export const myReviewsOptions = (count: number) =>
  queryOptions({
    queryKey: [...keys.myReviews, count],
    queryFn: () => api.myReviews(count),
    staleTime: 0,
  })

/** Asked every 15 s while the page is visible, and when somebody comes back to it. */
export const aiOptions = queryOptions({
  queryKey: keys.ai,
  queryFn: api.ai,
  refetchInterval: pollEvery(POLL_MS * 3),
  refetchOnWindowFocus: 'always',
  staleTime: 5000,
})

export const suggestionOptions = (id: number) =>
  queryOptions({
    queryKey: keys.suggestion(id),
    queryFn: () => api.suggestion(id),
    staleTime: 30_000,
  })

/** Long, and it never changes: asked for once, when somebody opens it. */
export const fullProvenanceOptions = (id: number) =>
  queryOptions({
    queryKey: [...keys.suggestion(id), 'provenance'],
    queryFn: () => api.provenance(id),
    staleTime: Infinity,
  })

export const ticketOptions = (id: number) =>
  queryOptions({
    queryKey: keys.ticket(id),
    queryFn: () => api.ticket(id),
    staleTime: 10_000,
  })

export const timelineOptions = (id: number) =>
  queryOptions({ queryKey: keys.timeline(id), queryFn: () => api.timeline(id), staleTime: 0 })

export const ticketListOptions = (filters: TicketFilters) =>
  infiniteQueryOptions({
    queryKey: ['tickets', filters],
    queryFn: ({ pageParam }) =>
      api.tickets({ ...filters, page_size: 50, cursor: pageParam || undefined }),
    initialPageParam: '',
    getNextPageParam: (page) =>
      page.next
        ? (new URL(page.next, location.origin).searchParams.get('cursor') ?? undefined)
        : undefined,
    staleTime: 2000,
    refetchInterval: pollEvery(POLL_MS * 3),
  })

/** Asking is saying: who may write is counted among those who look, for the next minute. */
export const presenceOptions = (ticket: number, tell: boolean) =>
  queryOptions({
    queryKey: keys.presence(ticket),
    queryFn: () => (tell ? api.look(ticket) : api.looking(ticket)),
    refetchInterval: PRESENCE_MS,
    staleTime: 0,
    gcTime: 0,
    retry: false,
  })

/** Asked for when somebody opens it; the same for as long as they read. */
export const relatedOptions = (id: number) =>
  queryOptions({
    queryKey: [...keys.ticket(id), 'related'],
    queryFn: () => api.related(id),
    staleTime: 60_000,
  })

export const historyOptions = (id: number) =>
  queryOptions({
    queryKey: [...keys.ticket(id), 'history'],
    queryFn: () => api.history(id),
    staleTime: 0,
  })

/** Every draft of a ticket, newest first. */
export const versionsOptions = (ticket: number) =>
  queryOptions({
    queryKey: [...keys.ticket(ticket), 'versions'],
    queryFn: () => api.suggestions({ ticket, page_size: 50 }),
    staleTime: 0,
  })

export const peopleOptions = queryOptions({
  queryKey: ['people'],
  queryFn: api.people,
  staleTime: 5 * 60_000,
})

export const tagsOptions = queryOptions({
  queryKey: ['tags'],
  queryFn: api.tags,
  staleTime: 60_000,
})
