import { QueryClient } from '@tanstack/react-query'
import { expect, test, vi } from 'vitest'
import type { Suggestion } from '../api/types'
import { DecisionStore } from './decisions'

vi.mock('../api/endpoints', () => ({
  api: {
    decide: () => Promise.resolve({ id: 1, created_at: '2026-11-23T12:00:00Z', undo_until: null }),
  },
}))

test('of a long day the ids are kept and nothing else, and no draft is offered twice', async () => {
  const store = new DecisionStore({ client: new QueryClient(), user: 1, undoSeconds: 10 })
  const body = { content_hash: '', ticket_version: 1, verdict: 'approve', next_status: 'resolved' }
  for (let id = 1; id <= 300; id += 1) {
    store.decide({ id, ticket: id } as Suggestion, body as never)
    await Promise.resolve()
  }
  expect(store.isHidden(1)).toBe(true)
  expect(store.isHidden(300)).toBe(true)
  expect(store.attempts.length).toBeLessThan(100)
  expect(store.decide({ id: 1, ticket: 1 } as Suggestion, body as never)).toBe(false)
})
