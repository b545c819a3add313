// Fills the in-memory Handrail with its sample tickets.
import type { TicketDetail } from '../api/types'
import { JOB, minutesAgo } from './ai'
import type { Case } from './cases'
import { dueAt } from './clock'
import type { MockDb } from './db'
import { BEN } from './people'
import { etagOf, filledIn } from './desk'

export function addCase(db: MockDb, one: Case, index: number) {
  const id = 100 + index
  const email = `${one.customer.split(' ')[0]?.toLowerCase().normalize('NFKD').replace(/\W/g, '')}@example.com`
  const created_at = minutesAgo(one.minutes)
  const ticket: TicketDetail = {
    etag: '',
    id,
    reference: `T-${10_040 + index}`,
    subject: one.subject,
    status: 'open',
    priority: one.priority,
    category: one.category,
    language: '',
    sentiment: '',
    duplicate_of: null,
    channel: index % 2 ? 'email' : 'web',
    tags: [],
    metadata: {},
    customer: { id: 900 + index, name: one.customer, email, external_id: `C-${7000 + index}` },
    assignee: null,
    version: 1,
    summary: one.summary,
    created_at,
    updated_at: created_at,
    waiting_since: created_at,
    due_at: dueAt({ ticket_priority: one.priority, ticket_created_at: created_at }),
    review_status: 'pending_review',
    messages: [db.message('customer', one.body, one.minutes)],
    suggestion: null,
    draft_job: { ...JOB, id: 300 + index, created_at },
  }
  db.tickets.push({ ...ticket, etag: etagOf(ticket) })
  db.suggestions.push({
    id: 500 + index,
    ticket: id,
    ticket_reference: `T-${10_040 + index}`,
    ticket_subject: one.subject,
    customer_name: one.customer,
    ticket_priority: one.priority,
    ticket_created_at: created_at,
    ticket_version: 1,
    status: 'pending_review',
    content_hash: `hash-${500 + index}-3f9a27c4`,
    summary: one.summary,
    reply: one.reply,
    instruction: '',
    restored: {
      summary: filledIn(one.summary, one.customer),
      reply: filledIn(one.reply, one.customer),
    },
    language: 'en',
    category: one.category,
    priority: one.priority,
    triage: { sentiment: one.sentiment ?? 'neutral', duplicates: one.duplicates ?? [] },
    citations: one.source.map((source, at) => ({
      n: at + 1,
      source_id: 10 * index + at,
      ...source,
    })),
    gates: one.gates,
    risk: one.risk,
    required_reviews: one.second ? 2 : 1,
    first_review: null,
    review: null,
    provenance: {
      provider: 'offline',
      model: 'extractive-1',
      prompt_version: 3,
      attempt: 1,
      latency_ms: 212,
      input_tokens: 0,
      output_tokens: 0,
      redactions: 2,
    },
    claim: null,
    created_at: minutesAgo(one.minutes - 1),
  })
  db.note(id, 'service', 'Mobile app', 'ticket.opened', `${one.customer} opened the ticket`)
  db.note(id, 'ai', 'Offline provider', 'draft.stored', 'The AI drafted a summary and a reply')
  if (one.second) firstReview(db, index)
}

function firstReview(db: MockDb, index: number) {
  const one = db.suggestions[index]
  if (!one) return
  const reply = one.reply
    .replace('You do not carry the loss if you have not shared your PIN. ', '')
    .replace('will call you today', 'will call you within the next two hours')
  db.review(
    one,
    {
      verdict: 'edit',
      reply,
      content_hash: one.content_hash,
      ticket_version: 1,
      next_status: 'pending',
    },
    BEN,
  )
}

export function addFailed(db: MockDb) {
  const base = structuredClone(db.tickets[0]) as TicketDetail
  db.tickets.push({
    ...base,
    id: 190,
    reference: 'T-10090',
    subject: 'Long letter with a scan that could not be read',
    review_status: 'failed',
    suggestion: null,
    messages: [db.message('customer', 'Please see the letter.', 60)],
    draft_job: {
      ...JOB,
      id: 390,
      status: 'failed',
      attempts: 5,
      error_code: 'timeout',
      error: 'The AI service did not answer within 60 seconds.',
    },
  })
  db.note(190, 'system', 'Handrail', 'draft.failed', 'No draft could be written after 5 attempts')
}
