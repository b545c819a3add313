// The AI and its jobs as the stand-in tells of them, and who may do what.
import type { AI, DraftJob, FullProvenance, Suggestion, TicketDetail } from '../api/types'
import type { MockDb } from './db'

export const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()

const READING = ['tickets.view', 'suggestions.view']
const REVIEWING = [
  ...READING,
  'tickets.write',
  'suggestions.decide',
  'suggestions.request',
  'queue.claim',
]
export const PERMISSIONS = {
  reviewer: REVIEWING,
  supervisor: [...REVIEWING, 'admin.view', 'admin.change'],
  auditor: [...READING, 'admin.view'],
}

export const AVAILABLE: AI = {
  state: 'available',
  detail: '',
  since: null,
  until: null,
  waiting: 0,
  oldest_waiting_at: null,
}

export const JOB: DraftJob = {
  id: 0,
  ticket: 0,
  ticket_version: 1,
  status: 'done',
  instruction: '',
  attempts: 1,
  max_attempts: 5,
  outages: 0,
  waits_for: null,
  next_attempt_at: minutesAgo(10),
  error_code: '',
  error: '',
  created_at: minutesAgo(10),
  finished_at: null,
}

/** Cancels the draft under way; null when there is none, which the server answers with 409. */
export function cancelJob(db: MockDb, jobId: number): DraftJob | null {
  const ticket = db.tickets.find((one) => one.draft_job?.id === jobId)
  const job = ticket?.draft_job
  if (!ticket || !job || !['queued', 'running'].includes(job.status)) return null
  const error = 'Ada cancelled it. Any reviewer or supervisor may ask for a new draft.'
  ticket.draft_job = {
    ...job,
    status: 'cancelled',
    error_code: 'cancelled',
    error,
    waits_for: null,
  }
  return ticket.draft_job
}

/** A ticket without a draft whose newest job is as given. */
export function addWaiting(db: MockDb, id: number, job: Partial<DraftJob>) {
  const base = structuredClone(db.tickets[0]) as TicketDetail
  db.tickets.push({
    ...base,
    id,
    reference: `T-${10_000 + id}`,
    subject: 'A question that has no draft yet',
    review_status: 'queued',
    suggestion: null,
    messages: [db.message('customer', 'Where is my card?', 5)],
    draft_job: { ...JOB, id: id + 200, ticket: id, status: 'queued', attempts: 0, ...job },
  })
}

/** How a draft came about; the prompt as a service of the OpenAI kind gets it. */
export function provenanceOf(one: Suggestion): FullProvenance {
  const { provider, model, prompt_version, redactions, input_tokens, output_tokens } =
    one.provenance
  const ticket = `Subject: ${one.ticket_subject}\n\nMy card [CARD_1] was charged twice.\n[NAME_1]`
  const answer = JSON.stringify({ category: one.category, reply: 'Hello [NAME_1],\n\nThank you.' })
  return {
    provider,
    model,
    prompt_version,
    redactions,
    input_tokens,
    output_tokens,
    parameters: { max_output_tokens: 1200 },
    request: JSON.stringify({
      model,
      messages: [
        { role: 'system', content: 'You draft replies.\nNever promise anything.' },
        { role: 'user', content: ticket },
      ],
    }),
    response: JSON.stringify({ choices: [{ message: { content: answer } }] }),
    sources: one.citations.map(({ kind, source_id, title, text, score }) => ({
      kind,
      source_id,
      title,
      text,
      score,
      question: 'Why was I charged twice?',
      language: 'en',
      category: one.category,
    })),
    cost: '0.000000',
    timings: { redact_ms: 1.4, retrieve_ms: 6.2, answer_ms: one.provenance.latency_ms },
    started_at: one.created_at,
  }
}
