import { asQuery, type QueueFilters } from '../queue/filters'
import { call, type Query } from './client'
import type {
  AI,
  Batch,
  BatchBody,
  ClaimAnswer,
  Decision,
  DecisionBody,
  DeskPerson,
  DraftJob,
  FullProvenance,
  HeartbeatAnswer,
  Message,
  MessageKind,
  NewFile,
  Others,
  MyReview,
  Outcome,
  Page,
  Queue,
  QueueChoices,
  QueueIds,
  Related,
  Review,
  SavedView,
  RowChange,
  Session,
  Skip,
  SkipReason,
  Suggestion,
  TicketDetail,
  TicketListItem,
  TicketPatch,
  TimelineEvent,
  Vigilance,
} from './types'

export interface TicketFilters {
  search?: string
  status?: string
  priority?: string
  review_status?: string
  category?: string
  ordering?: string
  cursor?: string
  page_size?: number
}

export const api = {
  session: () => call<Session>('session', { skipLoginWait: true }),
  logIn: (username: string, password: string) =>
    call<Session>('session', { method: 'POST', body: { username, password }, skipLoginWait: true }),
  logOut: () => call<void>('session', { method: 'DELETE', skipLoginWait: true }),

  suggestions: (query: Query) => call<Page<Suggestion>>('suggestions', { query }),
  suggestion: (id: number) => call<Suggestion>(`suggestions/${id}`),
  provenance: (id: number) => call<FullProvenance>(`suggestions/${id}/provenance`),
  decide: (id: number, body: DecisionBody, idempotencyKey: string) =>
    call<Decision>(`suggestions/${id}/decision`, {
      method: 'POST',
      body,
      headers: { 'Idempotency-Key': idempotencyKey },
    }),
  undo: (review: number) => call<Review>(`reviews/${review}/undo`, { method: 'POST', body: {} }),

  myReviews: (page_size: number) => call<Page<MyReview>>('reviews', { query: { page_size } }),
  approveTogether: (body: BatchBody, idempotencyKey: string) =>
    call<Batch>('batches', {
      method: 'POST',
      body,
      headers: { 'Idempotency-Key': idempotencyKey },
    }),
  undoTogether: (batch: number) =>
    call<{ results: Outcome[] }>(`batches/${batch}/undo`, { method: 'POST', body: {} }),
  skip: (id: number, reason: SkipReason, note: string) =>
    call<Skip>(`suggestions/${id}/skip`, { method: 'POST', body: { reason, note } }),
  unskip: (id: number) => call<void>(`suggestions/${id}/skip`, { method: 'DELETE' }),
  take: (id: number) =>
    call<{ expires_at: string }>(`suggestions/${id}/claim`, { method: 'POST', body: {} }),
  vigilance: (start: string, end: string) =>
    call<Vigilance>('vigilance', { query: { start, end } }),

  queue: (ids: number[]) => call<Queue>('queue', { query: { ids: ids.join(',') } }),
  queueIds: (filters: QueueFilters) => call<QueueIds>('queue/ids', { query: asQuery(filters) }),
  queueChoices: () => call<QueueChoices>('queue/choices'),
  savedViews: () => call<{ results: SavedView[] }>('queue/views'),
  saveView: (name: string, query: QueueFilters, shared: boolean) =>
    call<SavedView>('queue/views', { method: 'POST', body: { name, query, shared } }),
  changeView: (slug: string, changes: Partial<Pick<SavedView, 'name' | 'query' | 'shared'>>) =>
    call<SavedView>(`queue/views/${slug}`, { method: 'PATCH', body: changes }),
  deleteView: (slug: string) => call<void>(`queue/views/${slug}`, { method: 'DELETE' }),
  claim: (filters: QueueFilters, count: number, exclude: number[]) =>
    call<ClaimAnswer>('queue/claim', { method: 'POST', body: { ...filters, count, exclude } }),
  heartbeat: (suggestions: number[]) =>
    call<HeartbeatAnswer>('queue/heartbeat', { method: 'POST', body: { suggestions } }),
  release: (suggestions: number[]) =>
    call<void>('queue/release', {
      method: 'POST',
      body: { suggestions },
      keepalive: true,
      skipLoginWait: true,
    }),

  tickets: (query: TicketFilters) => call<Page<TicketListItem>>('tickets', { query: { ...query } }),
  ticket: (id: number) => call<TicketDetail>(`tickets/${id}`),
  addMessage: (
    id: number,
    kind: MessageKind,
    body: string,
    idempotencyKey: string,
    files: NewFile[] = [],
  ) =>
    call<Message>(`tickets/${id}/messages`, {
      method: 'POST',
      body: { kind, body, attachments: files.length ? files : undefined },
      headers: { 'Idempotency-Key': idempotencyKey },
    }),
  editTicket: (id: number, etag: string, changes: TicketPatch) =>
    call<TicketDetail>(`tickets/${id}`, {
      method: 'PATCH',
      body: changes,
      headers: { 'If-Match': etag },
    }),
  /** `instruction`: what the person wants of the new draft, in their words. */
  regenerate: (id: number, instruction = '') =>
    call<DraftJob>(`tickets/${id}/suggestions`, {
      method: 'POST',
      body: instruction ? { instruction } : {},
    }),
  related: (id: number) => call<Related>(`tickets/${id}/related`),
  history: (id: number) =>
    call<Page<RowChange>>(`tickets/${id}/history`, { query: { page_size: 200 } }),
  people: () => call<Page<DeskPerson>>('people'),
  tags: () => call<Page<{ name: string }>>('tags'),
  cancelJob: (id: number) => call<DraftJob>(`jobs/${id}/cancel`, { method: 'POST', body: {} }),
  ai: () => call<AI>('ai'),
  looking: (ticket: number) => call<Others>('presence', { query: { ticket }, skipLoginWait: true }),
  look: (ticket: number) =>
    call<Others>('presence', { method: 'POST', body: { ticket }, skipLoginWait: true }),
  leave: (ticket: number) =>
    call<void>('presence', {
      method: 'DELETE',
      query: { ticket },
      keepalive: true,
      skipLoginWait: true,
    }),
  timeline: (id: number) =>
    call<Page<TimelineEvent>>(`tickets/${id}/timeline`, { query: { page_size: 200 } }),
}
