// The queue of the in-memory Handrail: its filters, its list as ids and lines, and saved views.
import { http, HttpResponse, type JsonBodyType } from 'msw'
import type { QueueView, SavedView, Suggestion } from '../api/types'
import { filtersIn, type QueueFilters } from '../queue/filters'
import type { MockDb } from './db'
import { ADA } from './people'

const LISTS = ['status', 'category', 'priority', 'risk', 'language', 'provider', 'model']

/** What the parameters of a request ask for. */
export function wanted(url: string): QueueFilters {
  const query = new URL(url).searchParams
  const raw = [...query.keys()].map((name) => [
    name,
    LISTS.includes(name) ? query.getAll(name) : query.get(name),
  ])
  return filtersIn(Object.fromEntries(raw) as Record<string, unknown>)
}

export function matches(one: Suggestion, filters: QueueFilters): boolean {
  const text = [one.ticket_reference, one.ticket_subject, one.customer_name, one.summary, one.reply]
  const words = (filters.search ?? '').toLowerCase().split(/\s+/).filter(Boolean)
  return (
    words.every((word) => text.join(' ').toLowerCase().includes(word)) &&
    (filters.risk?.includes(one.risk) ?? true) &&
    (filters.priority?.includes(one.ticket_priority) ?? true) &&
    (filters.category?.includes(one.category) ?? true) &&
    (filters.language?.includes(one.language) ?? true) &&
    (filters.draft !== 'no_reply' || one.reply === '')
  )
}

export const listOf = (db: MockDb, filters: QueueFilters) =>
  db.pending(filters.view).filter((one) => matches(one, filters))

const counted = (db: MockDb, views: SavedView[]) =>
  views.map((view) => ({ ...view, count: listOf(db, view.query).length }))

type Guard = <T>(answer: () => T | Promise<T>) => HttpResponse<JsonBodyType> | T | Promise<T>

export function queueHandlers(db: MockDb, at: (path: string) => string, guarded: Guard) {
  const named = (slug: unknown) => db.savedViews.find((view) => view.slug === slug)
  return [
    http.get(at('queue/ids'), ({ request }) =>
      guarded(() => {
        const ids = listOf(db, wanted(request.url)).map((one) => one.id)
        return HttpResponse.json({ ids, counts: db.queue('all').counts })
      }),
    ),
    http.get(at('queue/choices'), () =>
      HttpResponse.json({
        categories: [...new Set(db.pending().map((one) => one.category))].sort(),
        languages: ['en'],
        models: ['extractive'],
        people: [ADA],
      }),
    ),
    http.get(at('queue/views'), () => HttpResponse.json({ results: counted(db, db.savedViews) })),
    http.post(at('queue/views'), async ({ request }) => {
      const body = (await request.json()) as Pick<SavedView, 'name' | 'query' | 'shared'>
      const slug = body.name.toLowerCase().replace(/\W+/g, '-')
      const view = { ...body, slug, owner: ADA, mine: true, count: 0 }
      db.savedViews.push(view)
      return HttpResponse.json(counted(db, [view])[0], { status: 201 })
    }),
    http.patch(at('queue/views/:slug'), async ({ params, request }) => {
      const view = Object.assign(named(params.slug) ?? {}, await request.json())
      return HttpResponse.json(counted(db, [view as SavedView])[0])
    }),
    http.delete(at('queue/views/:slug'), ({ params }) => {
      db.savedViews = db.savedViews.filter((view) => view.slug !== params.slug)
      return new HttpResponse(null, { status: 204 })
    }),
    http.get(at('queue'), ({ request }) =>
      guarded(() => {
        const ids = new URL(request.url).searchParams.get('ids')?.split(',').map(Number)
        const list = db.queue(
          (wanted(request.url).view ?? 'all') as QueueView,
          ids ? Infinity : 100,
        )
        const results = list.results.filter((one) => ids?.includes(one.id) ?? true)
        return HttpResponse.json({ ...list, results })
      }),
    ),
  ]
}
