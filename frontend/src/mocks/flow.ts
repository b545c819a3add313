import { http, HttpResponse } from 'msw'
import type { BatchBody, DecisionBody, MyReview, Review, SkipReason } from '../api/types'
import type { MockDb } from './db'
import { ADA, BEN } from './people'

const at = (path: string) => `*/api/v1/${path}`
const problem = (status: number, code: string, detail: string) =>
  HttpResponse.json({ status, code, detail, title: detail }, { status })
const AWAY_MS = 30 * 60_000

/** What the stand-in keeps of skips and batches, and the routes around a decision. */
export interface FlowLog {
  skips: { id: number; reason: SkipReason; note: string }[]
  unskipped: number[]
  batchCalls: { body: BatchBody; key: string | null }[]
  batches: Map<number, number[]>
}
export const newFlowLog = (): FlowLog => ({
  skips: [],
  unskipped: [],
  batchCalls: [],
  batches: new Map(),
})

export function flowHandlers(db: MockDb, guarded: <T>(answer: () => T) => T | Response) {
  const { flow } = db
  const one = (id: unknown) => db.suggestions.find((item) => item.id === Number(id))
  return [
    http.get(at('reviews'), ({ request }) =>
      guarded(() => {
        const size = Number(new URL(request.url).searchParams.get('page_size') ?? 50)
        const mine = db.reviews.filter((review) => review.reviewer.id === ADA.id)
        const results = mine.reverse().slice(0, size)
        return HttpResponse.json({
          results: results.map((review) => myReview(db, review)),
          next: null,
          previous: null,
        })
      }),
    ),
    http.post(at('suggestions/:id/skip'), async ({ params, request }) => {
      const { reason, note } = (await request.json()) as { reason: SkipReason; note: string }
      return guarded(() => {
        const draft = one(params.id)
        if (!draft || draft.status !== 'pending_review')
          return problem(409, 'already_decided', 'This draft does not wait for review any more.')
        flow.skips.push({ id: draft.id, reason, note })
        draft.claim = null
        const now = Date.now()
        return HttpResponse.json({
          id: flow.skips.length,
          suggestion: draft.id,
          reason,
          note,
          created_at: new Date(now).toISOString(),
          until: reason === 'conflict_of_interest' ? null : new Date(now + AWAY_MS).toISOString(),
        })
      })
    }),
    http.delete(at('suggestions/:id/skip'), ({ params }) =>
      guarded(() => {
        flow.unskipped.push(Number(params.id))
        flow.skips = flow.skips.filter((skip) => skip.id !== Number(params.id))
        return new HttpResponse(null, { status: 204 })
      }),
    ),
    http.post(at('suggestions/:id/claim'), ({ params }) =>
      guarded(() => {
        const draft = one(params.id)
        if (draft?.claim && !draft.claim.mine)
          return problem(409, 'held_by_another', `${draft.claim.by.name} has this draft open.`)
        const expires_at = new Date(Date.now() + 300_000).toISOString()
        if (draft) draft.claim = { by: ADA, mine: true, expires_at }
        return HttpResponse.json({ expires_at })
      }),
    ),
    http.post(at('batches'), async ({ request }) => {
      const body = (await request.json()) as BatchBody
      return guarded(() => {
        flow.batchCalls.push({ body, key: request.headers.get('Idempotency-Key') })
        const id = 70 + flow.batchCalls.length
        const results = body.drafts.map((shown) => outcome(db, shown))
        flow.batches.set(
          id,
          results.flatMap(({ review }) => review?.id ?? []),
        )
        const created_at = new Date().toISOString()
        return HttpResponse.json({ id, asked: body.count, created_at, results })
      })
    }),
    http.post(at('batches/:id/undo'), ({ params }) =>
      guarded(() => {
        const ids = flow.batches.get(Number(params.id)) ?? []
        const results = ids.map((id) => {
          const review = db.undo(id).body as Review
          return { suggestion: review.suggestion, review, code: '', detail: '', check: null }
        })
        return HttpResponse.json({ results })
      }),
    ),
  ]
}

function outcome(db: MockDb, shown: BatchBody['drafts'][number]) {
  const body: DecisionBody = { verdict: 'approve', next_status: 'resolved', ...shown }
  const draft = db.suggestions.find((item) => item.id === shown.suggestion)
  const refused = { suggestion: shown.suggestion, review: null, check: null }
  if (!draft) return { ...refused, code: 'not_found', detail: 'There is no such draft.' }
  if (draft.risk !== 'low')
    return { ...refused, code: 'not_low_risk', detail: 'It is not of low risk.' }
  const answer = db.decide(draft.id, body, null)
  if (answer.status === 200)
    return { ...refused, review: answer.body as Review, code: '', detail: '' }
  const { code = '', detail = '' } = answer.body as { code?: string; detail?: string }
  return { ...refused, code, detail }
}

function myReview(db: MockDb, review: Review): MyReview {
  const draft = db.suggestions.find((item) => item.id === review.suggestion)
  const ticket = db.ticket(draft?.ticket ?? 0)
  const sent = ticket.messages.find((message) => message.review === review.id)
  const left = (Date.parse(review.undo_until) - Date.now()) / 1000
  const batch = [...db.flow.batches].find(([, ids]) => ids.includes(review.id))?.[0] ?? null
  return {
    ...review,
    batch,
    ticket: ticket.id,
    ticket_reference: ticket.reference,
    ticket_subject: ticket.subject,
    customer_name: ticket.customer.name,
    draft_status: draft?.status ?? '',
    settled_by: !review.final && draft?.review ? BEN.name : '',
    seconds_left: review.undone ? 0 : Math.max(0, left),
    delivery_status: sent?.delivery?.status ?? null,
    delivery_error: '',
  }
}
