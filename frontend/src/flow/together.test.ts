import { expect, test, vi } from 'vitest'
import { ApiError } from '../api/client'
import type { Attempt } from '../review/decisions'
import { approveTogether } from './together'

const { keys, answers } = vi.hoisted(() => ({
  keys: [] as string[],
  answers: [] as boolean[],
}))

vi.mock('../api/endpoints', () => ({
  api: {
    approveTogether: (_body: unknown, key: string) => {
      keys.push(key)
      return answers.shift()
        ? Promise.resolve({ id: 1, results: [] })
        : Promise.reject(new ApiError(0, { code: 'network' }))
    },
  },
}))

test('a batch that was answered at last is over: the same drafts again are another batch', async () => {
  const suggestion = { id: 1, content_hash: 'a', ticket_version: 1 }
  const attempts = [{ suggestion, batch: null }] as unknown as Attempt[]
  const tools = { change: vi.fn(), refresh: vi.fn(), reveal: vi.fn() }
  answers.push(false, false, true, true)
  await approveTogether(attempts, 0, tools).catch(() => undefined)
  await approveTogether(attempts, 0, tools)
  await approveTogether(attempts, 0, tools)
  const [first, second, third, fourth] = keys
  expect([second, third]).toEqual([first, first])
  expect(fourth).not.toBe(first)
})
