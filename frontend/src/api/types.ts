// The shapes the workspace speaks. Everything else imports from here, so that the hand-written
// shapes can be replaced by names from the generated schema without touching a component.

export type TicketStatus = 'open' | 'pending' | 'resolved'
export type Priority = 'low' | 'normal' | 'high' | 'urgent'
export type MessageKind = 'customer' | 'public_reply' | 'internal_note'
export type SuggestionStatus = 'pending_review' | 'approved' | 'edited' | 'rejected' | 'superseded'
export type JobStatus = 'queued' | 'running' | 'done' | 'failed' | 'cancelled'
export type ReviewStatus = Exclude<JobStatus, 'done'> | Exclude<SuggestionStatus, 'superseded'>
export type Verdict = 'approve' | 'edit' | 'reject'
export type Risk = 'low' | 'medium' | 'high'
export type GateLevel = 'pass' | 'info' | 'warn' | 'block'
export type QueueView = 'all' | 'urgent' | 'low_risk' | 'second_review' | 'mine'
export type ReasonCode =
  | 'wrong_facts'
  | 'wrong_tone'
  | 'incomplete'
  | 'unsafe'
  | 'policy'
  | 'language'
  | 'not_needed'
  | 'duplicate'
  | 'other'

export interface Person {
  id: number
  name: string
}

export interface Customer {
  id: number
  name: string
  email: string
  external_id: string
}

export interface TicketListItem {
  id: number
  reference: string
  subject: string
  status: TicketStatus
  priority: Priority
  category: string
  channel: string
  tags: string[]
  metadata: Record<string, unknown>
  customer: Customer
  assignee: Person | null
  version: number
  summary: string
  created_at: string
  updated_at: string
  review_status: ReviewStatus | null
}

export interface Delivery {
  status: 'scheduled' | 'sending' | 'sent' | 'failed' | 'cancelled'
  deliver_after: string | null
  sent_at: string | null
  error: string
}

export interface Message {
  id: number
  kind: MessageKind
  body: string
  author: Person | null
  created_at: string
  delivery: Delivery | null
  review: number | null
}

export interface DraftJob {
  id: number
  status: JobStatus
  attempts: number
  max_attempts: number
  next_attempt_at: string | null
  error_code: string
  error: string
  created_at: string
}

export interface Citation {
  n: number
  kind: 'article' | 'resolution'
  source_id: string | number
  title: string
  text: string
  quote: string
  score: number
}

export interface Gate {
  code: string
  level: GateLevel
  message: string
  spans: string[]
}

export interface Review {
  id: number
  suggestion: number
  stage: 1 | 2
  reviewer: Person
  verdict: Verdict
  final_summary: string
  final_reply: string
  reason_code: ReasonCode | ''
  note: string
  /** Blocking gates that the reviewer said to have looked at. */
  confirmed_gates: string[]
  next_status: TicketStatus
  created_at: string
  undo_until: string | null
  undone: boolean
  final: boolean
  message: number | null
}

export interface Provenance {
  provider: string
  model: string
  prompt_version: number
  attempt: number
  latency_ms: number
  input_tokens: number
  output_tokens: number
  redactions: number
}

export interface Claim {
  by: Person
  mine: boolean
  expires_at: string
}

export interface Suggestion {
  id: number
  ticket: number
  ticket_reference: string
  ticket_subject: string
  customer_name: string
  ticket_priority: Priority
  ticket_created_at: string
  ticket_version: number
  status: SuggestionStatus
  content_hash: string
  summary: string
  reply: string
  language: string
  category: string
  priority: Priority
  citations: Citation[]
  gates: Gate[]
  risk: Risk
  required_reviews: 1 | 2
  first_review: Review | null
  review: Review | null
  provenance: Provenance
  claim: Claim | null
  created_at: string
}

/** A line of the queue. */
export interface QueueItem {
  id: number
  ticket: number
  ticket_reference: string
  ticket_subject: string
  ticket_priority: Priority
  ticket_created_at: string
  customer_name: string
  risk: Risk
  category: string
  created_at: string
  awaits_second: boolean
  claim: Claim | null
}

export interface Queue {
  /** The first hundred, in the order in which they are handed out. */
  results: QueueItem[]
  counts: Record<QueueView, number>
}

export interface TicketDetail extends TicketListItem {
  messages: Message[]
  suggestion: Suggestion | null
  draft_job: DraftJob | null
}

export interface TimelineEvent {
  id: number
  seq: number
  at: string
  actor: { id: number | null; kind: 'human' | 'service' | 'system' | 'ai'; name: string }
  action: string
  text: string
  data: Record<string, unknown>
}

export interface SessionUser {
  id: number
  username: string
  name: string
  role: 'reviewer' | 'supervisor' | 'auditor' | 'client'
  kind: 'human' | 'service'
}

export interface Session {
  authenticated: boolean
  user: SessionUser | null
  permissions: string[]
  csrf_token: string
  config: {
    undo_seconds: number
    claim_seconds: number
    provider: string
    provider_note: string
  }
}

export interface DecisionBody {
  verdict: Verdict
  content_hash: string
  ticket_version: number
  next_status: TicketStatus
  summary?: string
  reply?: string
  reason_code?: ReasonCode
  note?: string
  /** The first signature as it was shown, when there is one. */
  first_review?: number | null
  /** Codes of the blocking gates that the reviewer gave their word for. */
  confirmed?: string[]
  /** How long the draft was on screen. */
  dwell_ms?: number
}

export interface Page<T> {
  results: T[]
  next: string | null
  previous: string | null
}

export interface ClaimAnswer {
  results: Suggestion[]
  remaining: number
}

export interface HeartbeatAnswer {
  results: { id: number; expires_at: string }[]
  lost: number[]
}

/** Body of every error answer (RFC 9457), with the current suggestion on a decision conflict. */
export interface Problem {
  type?: string
  title?: string
  status?: number
  detail?: string
  code?: string
  errors?: { field: string; message: string }[]
  current?: Suggestion
}
