import { describe, expect, it } from 'vitest'
import { settledUpTo } from './useRail'

const list = [1, 2, 3, 4].map((id) => ({ id }))

describe('what the server no longer lists', () => {
  it('is settled before the last item that a long queue still lists', () => {
    expect([...settledUpTo(list, new Set([2, 3]), false)]).toEqual([1])
  })
  it('may merely be further down after it', () => {
    expect(settledUpTo(list, new Set([1, 2]), false).has(4)).toBe(false)
  })
  it('is settled wherever it stood when the whole queue is listed', () => {
    expect([...settledUpTo(list, new Set([2]), true)]).toEqual([1, 3, 4])
  })
  it('is unknown while nothing is in common', () => {
    expect(settledUpTo(list, new Set(), false).size).toBe(0)
  })
})
