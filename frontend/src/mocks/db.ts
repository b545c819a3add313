// An in-memory Handrail, just enough of it for the workspace to run against.
import type {
  AI,
  DecisionBody,
  DraftJob,
  Message,
  Others,
  Queue,
  QueueView,
  Review,
  SavedView,
  Session,
  Suggestion,
  TicketDetail,
  TimelineEvent,
} from '../api/types'
import { AVAILABLE, JOB, minutesAgo, PERMISSIONS } from './ai'
import { CASES } from './cases'
import { dueAt } from './clock'
import { newFlowLog } from './flow'
import { ADA } from './people'
import { refusalOf } from './refusals'
import { addCase, addFailed } from './seed'

const UNDO_SECONDS = 10

export class MockDb {
  loggedIn = true
  tickets: TicketDetail[] = []
  suggestions: Suggestion[] = []
  reviews: Review[] = []
  timeline = new Map<number, TimelineEvent[]>()
  answered = new Map<string, Review>()
  provenanceCalls = 0
  /** The tickets that this browser said it looks at, and who else looks. */
  looks: number[] = []
  looking: Others['others'] = []
  decisionCalls: { id: number; body: DecisionBody; key: string | null }[] = []
  released: number[] = []
  flow = newFlowLog()
  savedViews: SavedView[] = []
  role: 'reviewer' | 'supervisor' | 'auditor' = 'reviewer'
  ai: AI = AVAILABLE
  private nextId = 5000

  constructor() {
    CASES.forEach((one, index) => addCase(this, one, index))
    addFailed(this)
  }

  session(): Session {
    const user = {
      id: ADA.id,
      username: 'ada',
      name: ADA.name,
      role: this.role,
      kind: 'human' as const,
    }
    return {
      authenticated: this.loggedIn,
      user: this.loggedIn ? user : null,
      permissions: this.loggedIn ? PERMISSIONS[this.role] : [],
      csrf_token: 'mock-token',
      config: {
        undo_seconds: UNDO_SECONDS,
        claim_seconds: 300,
        provider: 'offline',
        provider_note:
          'No AI service is connected. Drafts are put together from approved answers and articles on this machine.',
      },
    }
  }

  pending(view = 'all') {
    const rank = { urgent: 0, high: 1, normal: 2, low: 3 }
    return this.suggestions
      .filter((one) => !this.flow.skips.some((skip) => skip.id === one.id))
      .filter((one) => one.status === 'pending_review' && one.first_review?.reviewer.id !== ADA.id)
      .filter((one) => {
        if (view === 'urgent') return rank[one.ticket_priority] <= rank.high
        if (view === 'low_risk') return one.risk === 'low'
        if (view === 'overdue') return dueAt(one) < new Date().toISOString()
        if (view === 'second_review') return one.first_review !== null
        return view !== 'mine'
      })
      .sort((a, b) => rank[a.ticket_priority] - rank[b.ticket_priority] || a.id - b.id)
  }

  queue(view: QueueView, most = 100): Queue {
    const views: QueueView[] = ['all', 'urgent', 'overdue', 'low_risk', 'second_review', 'mine']
    const counts = views.map((name) => [name, this.pending(name).length])
    const results = this.pending(view).map((one) => ({
      ...one,
      ticket_status: 'open',
      waiting_since: one.ticket_created_at,
      due_at: dueAt(one),
      has_reply: one.reply !== '',
      awaits_second: one.first_review !== null,
    }))
    return {
      results: results.slice(0, most),
      counts: { ...(Object.fromEntries(counts) as Record<QueueView, number>), undrafted: 0 },
    }
  }

  claim(list: Suggestion[], count: number, exclude: number[]) {
    const open = list.filter((one) => !exclude.includes(one.id) && (one.claim?.mine ?? true))
    const taken = open.slice(0, count)
    const expires_at = new Date(Date.now() + 300_000).toISOString()
    for (const one of taken) one.claim = { by: ADA, mine: true, expires_at }
    return { results: structuredClone(taken) }
  }

  release(ids: number[]) {
    this.released.push(...ids)
    for (const one of this.suggestions) if (ids.includes(one.id)) one.claim = null
  }

  decide(id: number, body: DecisionBody, key: string | null) {
    this.decisionCalls.push({ id, body, key })
    const replay = key ? this.answered.get(key) : undefined
    if (replay) return { status: 200, body: replay }
    const one = this.suggestions.find((item) => item.id === id)
    if (!one) return { status: 404, body: { title: 'Not found', code: 'not_found' } }
    const refused = refusalOf(one, this.ticket(one.ticket).version, body, ADA.id)
    if (refused) return refused
    const review = this.review(one, body, ADA)
    if (key) this.answered.set(key, review)
    return { status: 200, body: review }
  }

  /** Records a decision as the server would; used by `decide` and by tests for colleagues. */
  review(one: Suggestion, body: DecisionBody, reviewer: typeof ADA): Review {
    const ticket = this.ticket(one.ticket)
    const final =
      body.verdict === 'reject' || one.required_reviews === 1 || one.first_review !== null
    const review: Review = {
      id: ++this.nextId,
      suggestion: one.id,
      stage: one.first_review ? 2 : 1,
      reviewer,
      verdict: body.verdict,
      final_summary: body.summary ?? one.summary,
      final_reply:
        body.verdict === 'reject' ? '' : (body.reply ?? one.first_review?.final_reply ?? one.reply),
      reason_code: body.reason_code ?? '',
      note: body.note ?? '',
      confirmed_gates: body.confirmed ?? [],
      triage: signedTriage(one, body),
      next_status: body.next_status,
      created_at: new Date().toISOString(),
      undo_until: new Date(Date.now() + UNDO_SECONDS * 1000).toISOString(),
      undone: false,
      final,
      message: null,
    }
    this.reviews.push(review)
    one.claim = null
    if (!final) {
      one.first_review = review
      return review
    }
    one.review = review
    one.status = ({ approve: 'approved', edit: 'edited', reject: 'rejected' } as const)[
      body.verdict
    ]
    ticket.review_status = one.status
    ticket.status = body.next_status
    Object.assign(ticket, review.triage)
    if (body.verdict !== 'reject') this.schedule(ticket, review)
    this.note(
      ticket.id,
      'human',
      reviewer.name,
      `draft.${one.status}`,
      `${reviewer.name} ${one.status} the draft`,
    )
    return review
  }

  undo(id: number) {
    const review = this.reviews.find((item) => item.id === id)
    if (!review) return { status: 404, body: { code: 'not_found', title: 'Not found' } }
    if (review.undone)
      return { status: 409, body: { code: 'already_undone', title: 'Already undone' } }
    review.undone = true
    const one = this.suggestions.find((item) => item.id === review.suggestion)
    if (one) {
      one.status = 'pending_review'
      one.review = null
      if (one.first_review?.id === id) one.first_review = null
      const ticket = this.ticket(one.ticket)
      ticket.review_status = 'pending_review'
      ticket.status = 'open'
      const sent = ticket.messages.find((message) => message.review === id)
      if (sent?.delivery) sent.delivery.status = 'cancelled'
    }
    return { status: 200, body: review }
  }

  ticket(id: number): TicketDetail {
    const ticket = this.tickets.find((item) => item.id === id)
    if (!ticket) throw new Error(`no ticket ${id}`)
    ticket.suggestion =
      this.suggestions.filter((one) => one.ticket === id).sort((a, b) => b.id - a.id)[0] ?? null
    return ticket
  }

  regenerate(id: number, instruction = ''): DraftJob {
    const ticket = this.ticket(id)
    const job: DraftJob = {
      ...JOB,
      id: ++this.nextId,
      status: 'running',
      instruction,
      created_at: new Date().toISOString(),
    }
    ticket.draft_job = job
    setTimeout(() => this.redraft(ticket), 1500)
    return job
  }

  /** The customer's next message or a regeneration: the old draft is superseded by a new one. */
  redraft(ticket: TicketDetail) {
    const old = this.ticket(ticket.id).suggestion
    if (ticket.draft_job) ticket.draft_job = { ...ticket.draft_job, status: 'done' }
    if (!old) return
    if (old.status === 'pending_review') old.status = 'superseded'
    const reply = old.reply.replace(
      'Kind regards',
      'We are here if anything else is unclear.\n\nKind regards',
    )
    this.suggestions.push({
      ...structuredClone(old),
      id: ++this.nextId,
      status: 'pending_review',
      ticket_version: ticket.version,
      instruction: ticket.draft_job?.instruction ?? '',
      restored: null,
      content_hash: `hash-${this.nextId}`,
      reply,
      review: null,
      first_review: null,
      claim: null,
      created_at: new Date().toISOString(),
    })
  }

  addMessage(id: number, kind: Message['kind'], body: string): Message {
    const ticket = this.ticket(id)
    const message = this.message(kind, body, 0)
    if (kind !== 'customer') message.author = ADA
    if (kind === 'public_reply') message.delivery = scheduled()
    ticket.messages.push(message)
    if (kind === 'customer') ticket.version += 1
    return message
  }

  private schedule(ticket: TicketDetail, review: Review) {
    const message = this.message('public_reply', review.final_reply, 0)
    ticket.messages.push({
      ...message,
      author: review.reviewer,
      review: review.id,
      delivery: scheduled(),
    })
    review.message = message.id
  }

  message(kind: Message['kind'], body: string, minutes: number): Message {
    return {
      id: ++this.nextId,
      kind,
      body,
      author: null,
      attachments: [],
      created_at: minutesAgo(minutes),
      delivery: null,
      review: null,
    }
  }

  note(
    ticket: number,
    kind: TimelineEvent['actor']['kind'],
    name: string,
    action: string,
    text: string,
  ) {
    const list = this.timeline.get(ticket) ?? []
    list.push({
      id: ++this.nextId,
      seq: list.length + 1,
      at: new Date().toISOString(),
      actor: { id: null, kind, name },
      action,
      words: '',
      names: {},
      text,
      data: {},
    })
    this.timeline.set(ticket, list)
  }
}

const scheduled = () => ({
  status: 'scheduled' as const,
  deliver_after: new Date(Date.now() + UNDO_SECONDS * 1000).toISOString(),
  sent_at: null,
  error: '',
})

/** As the server signs it: what was proposed but for what was corrected; of a rejection only that. */
function signedTriage(one: Suggestion, { verdict, triage }: DecisionBody) {
  if (verdict === 'reject') return { ...triage }
  const { category, priority, language } = one
  const proposed = { category, priority, language, sentiment: one.triage.sentiment }
  return { ...(one.first_review?.triage ?? proposed), ...triage }
}
