import { http, HttpResponse } from 'msw'
import type { DecisionBody, Message } from '../api/types'
import { cancelJob, provenanceOf } from './ai'
import type { MockDb } from './db'
import { ADA } from './people'
import { liveHandlers } from './live'
import { numbersHandlers } from './numbers'
import { deskHandlers, patched, versionsOf } from './desk'
import { flowHandlers } from './flow'
import { listOf, queueHandlers } from './queue'
import type { QueueFilters } from '../queue/filters'

const at = (path: string) => `*/api/v1/${path}`
const page = <T>(results: T[]) => ({ results, next: null, previous: null })
const problem = (status: number, code: string, detail: string) =>
  HttpResponse.json({ status, code, detail, title: detail }, { status })

/** The routes of the contract over an in-memory database. */
export function handlersFor(db: MockDb) {
  const guarded = <T>(answer: () => T | Promise<T>) =>
    db.loggedIn ? answer() : problem(401, 'not_authenticated', 'Log in to go on.')
  return [
    ...numbersHandlers(db),
    http.get(at('session'), () => HttpResponse.json(db.session())),
    http.post(at('session'), async ({ request }) => {
      const { password } = (await request.json()) as { password: string }
      if (password === 'wrong')
        return problem(400, 'invalid_credentials', 'User name or password is wrong.')
      db.loggedIn = true
      return HttpResponse.json(db.session())
    }),
    http.delete(at('session'), () => {
      db.loggedIn = false
      return new HttpResponse(null, { status: 204 })
    }),

    http.get(at('suggestions'), ({ request }) =>
      guarded(() => {
        const query = new URL(request.url).searchParams
        const ticket = query.get('ticket')
        if (ticket) return HttpResponse.json(page(versionsOf(db, Number(ticket))))
        const mine = query.get('mine')
        const signed = db.suggestions.filter(
          (one) => (one.review ?? one.first_review)?.reviewer.id === ADA.id || one.claim?.mine,
        )
        return HttpResponse.json(page(mine ? signed.reverse() : db.pending()))
      }),
    ),
    ...queueHandlers(db, at, guarded),
    http.get(at('suggestions/:id'), ({ params }) =>
      guarded(() => {
        const one = db.suggestions.find((item) => item.id === Number(params.id))
        return one ? HttpResponse.json(one) : problem(404, 'not_found', 'There is no such draft.')
      }),
    ),
    http.get(at('suggestions/:id/provenance'), ({ params }) =>
      guarded(() => {
        db.provenanceCalls += 1
        const one = db.suggestions.find((item) => item.id === Number(params.id))
        return one
          ? HttpResponse.json(provenanceOf(one))
          : problem(404, 'not_found', 'There is no such draft.')
      }),
    ),
    http.post(at('suggestions/:id/decision'), async ({ params, request }) => {
      const body = (await request.json()) as DecisionBody
      return guarded(() => {
        const answer = db.decide(Number(params.id), body, request.headers.get('Idempotency-Key'))
        return HttpResponse.json(answer.body, { status: answer.status })
      })
    }),
    http.post(at('reviews/:id/undo'), ({ params }) =>
      guarded(() => {
        const answer = db.undo(Number(params.id))
        return HttpResponse.json(answer.body, { status: answer.status })
      }),
    ),

    http.post(at('queue/claim'), async ({ request }) => {
      const body = (await request.json()) as QueueFilters & { count: number; exclude?: number[] }
      return guarded(() =>
        HttpResponse.json(db.claim(listOf(db, body), body.count, body.exclude ?? [])),
      )
    }),
    http.post(at('queue/heartbeat'), () =>
      guarded(() => HttpResponse.json({ results: [], lost: [] })),
    ),
    http.post(at('queue/release'), async ({ request }) => {
      db.release(((await request.json()) as { suggestions: number[] }).suggestions)
      return new HttpResponse(null, { status: 204 })
    }),

    http.get(at('tickets'), ({ request }) =>
      guarded(() => {
        const query = new URL(request.url).searchParams
        const wanted = (query.get('search') ?? '').toLowerCase()
        const found = db.tickets.filter(
          (ticket) =>
            `${ticket.subject} ${ticket.customer.name} ${ticket.reference}`
              .toLowerCase()
              .includes(wanted) &&
            [ticket.status, null].includes(query.get('status') as never) &&
            [ticket.priority, null].includes(query.get('priority') as never) &&
            [ticket.review_status, null].includes(query.get('review_status') as never),
        )
        return HttpResponse.json(page(found))
      }),
    ),
    http.get(at('tickets/:id'), ({ params }) =>
      guarded(() => {
        const known = db.tickets.some((ticket) => ticket.id === Number(params.id))
        return known
          ? HttpResponse.json(db.ticket(Number(params.id)))
          : problem(404, 'not_found', 'There is no such ticket.')
      }),
    ),
    http.patch(at('tickets/:id'), async ({ params, request }) => {
      const part = (await request.json()) as Record<string, unknown>
      return guarded(() => {
        const ticket = db.ticket(Number(params.id))
        const { status, body } = patched(ticket, part, request.headers.get('If-Match'))
        return HttpResponse.json(body as object, { status })
      })
    }),
    http.post(at('tickets/:id/messages'), async ({ params, request }) => {
      const { kind, body } = (await request.json()) as { kind: Message['kind']; body: string }
      return guarded(() =>
        HttpResponse.json(db.addMessage(Number(params.id), kind, body), { status: 201 }),
      )
    }),
    http.post(at('tickets/:id/suggestions'), async ({ params, request }) => {
      const { instruction } = (await request.json()) as { instruction?: string }
      return guarded(() =>
        HttpResponse.json(db.regenerate(Number(params.id), instruction), { status: 202 }),
      )
    }),
    http.post(at('jobs/:id/cancel'), ({ params }) =>
      guarded(() => {
        const job = cancelJob(db, Number(params.id))
        return job
          ? HttpResponse.json(job)
          : problem(409, 'no_live_draft', 'No draft is under way that could be cancelled.')
      }),
    ),
    ...deskHandlers(db),
    ...liveHandlers(db),
    ...flowHandlers(db, guarded as never),
    http.get(at('ai'), () => guarded(() => HttpResponse.json(db.ai))),
    http.get(at('tickets/:id/timeline'), ({ params }) =>
      guarded(() => HttpResponse.json(page(db.timeline.get(Number(params.id)) ?? []))),
    ),
  ]
}
