import { call, type Query } from './client'
import type {
  AI,
  ClaimAnswer,
  DecisionBody,
  DraftJob,
  FullProvenance,
  HeartbeatAnswer,
  Message,
  MessageKind,
  Page,
  Queue,
  QueueView,
  Review,
  Session,
  Suggestion,
  TicketDetail,
  TicketListItem,
  TicketStatus,
  TimelineEvent,
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
    call<Review>(`suggestions/${id}/decision`, {
      method: 'POST',
      body,
      headers: { 'Idempotency-Key': idempotencyKey },
    }),
  undo: (review: number) => call<Review>(`reviews/${review}/undo`, { method: 'POST', body: {} }),

  queue: (view: QueueView) => call<Queue>('queue', { query: { view } }),
  claim: (view: QueueView, count: number, exclude: number[]) =>
    call<ClaimAnswer>('queue/claim', { method: 'POST', body: { count, view, exclude } }),
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
  addMessage: (id: number, kind: MessageKind, body: string, idempotencyKey: string) =>
    call<Message>(`tickets/${id}/messages`, {
      method: 'POST',
      body: { kind, body },
      headers: { 'Idempotency-Key': idempotencyKey },
    }),
  setTicketStatus: (id: number, version: number, status: TicketStatus) =>
    call<TicketDetail>(`tickets/${id}`, {
      method: 'PATCH',
      body: { status },
      headers: { 'If-Match': `"${version}"` },
    }),
  regenerate: (id: number) =>
    call<DraftJob>(`tickets/${id}/suggestions`, { method: 'POST', body: {} }),
  cancelJob: (id: number) => call<DraftJob>(`jobs/${id}/cancel`, { method: 'POST', body: {} }),
  ai: () => call<AI>('ai'),
  timeline: (id: number) =>
    call<Page<TimelineEvent>>(`tickets/${id}/timeline`, { query: { page_size: 200 } }),
}
