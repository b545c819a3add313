// The shapes the workspace speaks, made from the server's own description of its API. A change
// there that the workspace does not follow stops the type check.
import type { QueueFilters } from '../queue/filters'
import type { components } from './schema'

type Schemas = components['schemas']

/** An answer as it arrives: every described field is there, at every depth. */
type Full<T> = T extends (infer One)[]
  ? Full<One>[]
  : T extends object
    ? { -readonly [Key in keyof T]-?: Full<T[Key]> }
    : T

/** `T` with some fields said more exactly; naming a field that `T` lacks is an error. */
type Narrowed<T, Part extends { [Key in keyof Part]: Key extends keyof T ? T[Key] : never }> = Omit<
  T,
  keyof Part
> &
  Part

export type TicketStatus = Schemas['TicketStatus']
export type Priority = Schemas['Priority']
export type MessageKind = Schemas['MessageKind']
export type SuggestionStatus = Schemas['SuggestionStatus']
export type JobStatus = Schemas['JobStatus']
export type ReviewStatus = Exclude<JobStatus, 'done'> | Exclude<SuggestionStatus, 'superseded'>
export type Verdict = Schemas['VerdictEnum']
export type Risk = Schemas['RiskEnum']
export type QueueView = Exclude<keyof Schemas['QueueCounts'], 'undrafted'>
export type ReasonCode = Schemas['ReasonCodeEnum']

/** Who else has a ticket open. */
export type Others = Full<Schemas['Others']>
export type Customer = Full<Schemas['Customer']>
export type Delivery = Full<Schemas['Delivery']>
/** A file on its way to the server, its content in base64. */
export type NewFile = Schemas['AttachmentInputRequest']
export type Message = Full<Schemas['Message']>
export type Citation = Full<Schemas['Citation']>
export type Gate = Full<Schemas['Gate']>
/** An open ticket that may ask the same as the one under review. */
export type Duplicate = Full<Schemas['Duplicate']>
export type DraftJob = Full<Schemas['DraftJob']>
/** Whether the AI writes drafts now, and how many wait for it. */
export type AI = Full<Schemas['AI']>
export type Provenance = Full<Schemas['Provenance']>
/** How a draft came about, with what was sent and what came back to the byte. */
export type FullProvenance = Full<Schemas['FullProvenance']>
export type TimelineEvent = Full<Schemas['TimelineEvent']>
/** Whom work can be given to. */
export type DeskPerson = Full<Schemas['DeskPerson']>
/** A place in a text that held a placeholder, in Unicode characters. */
export type Filled = Full<Schemas['Filled']>
export type RowChange = Full<Schemas['RowChange']>
export type Related = Full<Schemas['Related']>
export type SimilarTicket = Related['similar'][number]
export type TicketPatch = Schemas['PatchedTicketPatchRequest']
export type SessionUser = Full<Schemas['SessionUser']>
export type Session = Full<Schemas['Session']>
export type HeartbeatAnswer = Full<Schemas['Heartbeat']>

export type Review = Narrowed<
  Full<Schemas['Review']>,
  { next_status: TicketStatus; confirmed_gates: string[]; triage: TriageCorrections }
>

/** What somebody was under when they decided: a check of their attention. */
export type Revealed = Full<Schemas['Revealed']>
/** The answer to a decision. */
export type Decision = Review & { check: Revealed | null }
export type Vigilance = Full<Schemas['Vigilance']>
export type OwnVigilance = Full<Schemas['OwnVigilance']>
export type Rated = Full<Schemas['Rated']>

export type Suggestion = Narrowed<
  Full<Schemas['Suggestion']>,
  {
    ticket_priority: Priority
    triage: Triage
    first_review: Review | null
    review: Review | null
  }
>

export type TicketListItem = Narrowed<
  Full<Schemas['Ticket']>,
  { review_status: ReviewStatus | null }
>

export type TicketDetail = Narrowed<
  Full<Schemas['TicketDetail']>,
  {
    review_status: ReviewStatus | null
    suggestion: Suggestion | null
    draft_job: DraftJob | null
  }
>

/** A line of the queue. */
export type QueueItem = Narrowed<Full<Schemas['QueueItem']>, { ticket_priority: Priority }>

/** All of a list of the queue, as ids in the order in which they are handed out. */
export type QueueIds = Full<Schemas['QueueIds']>
/** What there is to filter by that has no fixed list. */
export type QueueChoices = Full<Schemas['QueueChoices']>
export type SavedView = Omit<Full<Schemas['SavedView']>, 'query'> & { query: QueueFilters }

/** The first hundred, in the order in which they are handed out, and how many wait in each view. */
export type Queue = Narrowed<Full<Schemas['Queue']>, { results: QueueItem[] }>

export type ClaimAnswer = Narrowed<Full<Schemas['Claimed']>, { results: Suggestion[] }>

export type SkipReason = Schemas['SkipReason']
export type Skip = Full<Schemas['Skip']>

/** One of my own decisions, with what became of it. */
export type MyReview = Narrowed<
  Full<Schemas['MyReview']>,
  { next_status: TicketStatus; confirmed_gates: string[]; triage: TriageCorrections }
>

/** Low-risk drafts approved together, and what became of each. */
export type BatchBody = Schemas['BatchInputRequest']
export type Batch = Narrowed<Full<Schemas['Batch']>, { results: Outcome[] }>
export type Outcome = Narrowed<Full<Schemas['Outcome']>, { review: Review | null }>

/** What a reviewer corrects of the AI's triage. */
export type TriageCorrections = Schemas['TriageInputRequest']

/** How the customer feels; empty where nobody said. */
export type Sentiment = NonNullable<TriageCorrections['sentiment']>
export type Triage = Narrowed<Full<Schemas['Triage']>, { sentiment: Sentiment }>

export type DecisionBody = Narrowed<Schemas['DecisionInputRequest'], { next_status: TicketStatus }>

/** One's own figures, and the desk's. */
export type MyNumbers = Full<Schemas['MyNumbers']>
export type Desk = Narrowed<Full<Schemas['Desk']>, { backlog: Backlog }>
type Backlog = Narrowed<Full<Schemas['Backlog']>, { views: Partial<Record<QueueView, number>> }>
export type Acceptance = Full<Schemas['Acceptance']>

export interface Page<T> {
  results: T[]
  next: string | null
  previous: string | null
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
