import { expect, test } from 'vitest'
import { condense, diffCounts, wordDiff } from './diff'
import { piecesOf } from './pieces'
import { until, windowMs } from './time'
import { loadDraft, saveDraft, sweepDrafts } from './drafts'

const joined = (parts: ReturnType<typeof wordDiff>, without: 'ins' | 'del') =>
  parts
    .filter((part) => part.kind !== without)
    .map((part) => part.text)
    .join('')

test('a diff holds both texts to the character', () => {
  const before = 'Your card arrives within 5 days.\n\nKind regards'
  const after = 'Your new card arrives within 8 days.\nKind regards  '
  const parts = wordDiff(before, after)
  expect(joined(parts, 'ins')).toBe(before)
  expect(joined(parts, 'del')).toBe(after)
  expect(diffCounts(parts).added).toBe(2)
})

test('words changed side by side are one change, not a change each', () => {
  const parts = wordDiff('Thank you for your message.', 'Thank you for writing; here it is.')
  expect(parts).toEqual([
    { kind: 'same', text: 'Thank you for ' },
    { kind: 'del', text: 'your message' },
    { kind: 'ins', text: 'writing; here it is' },
    { kind: 'same', text: '.' },
  ])
  const far = wordDiff('one two\n\nthree', 'uno two\n\ntres')
  expect(far.filter((part) => part.kind === 'same').map((part) => part.text)).toEqual([' two\n\n'])
})

test('condensing shortens only what is unchanged', () => {
  const long = 'word '.repeat(80)
  const parts = condense(wordDiff(`${long}old ${long}`, `${long}new ${long}`))
  expect(parts.filter((part) => part.kind !== 'same').map((part) => part.text)).toEqual([
    'old',
    'new',
  ])
  expect(parts.map((part) => part.text).join('').length).toBeLessThan(250)
})

const doubt = (span: string) => ({ span, why: 'Not in the ticket.', grave: false })

test('pieces put together are the text again', () => {
  const text = 'Pay 12.50 at https://a.example/x. See [1] and [7], 12.50 again.'
  const pieces = piecesOf(text, [doubt('12.50')], [1])
  expect(pieces.map((piece) => piece.text).join('')).toBe(text)
  expect(pieces.filter((piece) => piece.kind === 'mark')).toHaveLength(2)
  expect(pieces.filter((piece) => piece.kind === 'cite')).toHaveLength(1)
  expect(pieces.find((piece) => piece.kind === 'link')).toMatchObject({ host: 'a.example' })
})

test('a doubtful span inside an address stays marked', () => {
  const pieces = piecesOf('https://a.example/99', [doubt('https://a.example/99')])
  expect(pieces[0]?.kind).toBe('mark')
})

test('the undo window does not depend on the clock of this machine', () => {
  expect(windowMs('2031-01-01T00:00:00Z', '2031-01-01T00:00:10Z')).toBe(10_000)
  expect(windowMs('2031-01-01T00:00:00Z', null)).toBe(0)
})

test('old drafts are swept at start, all of them at log-out', () => {
  saveDraft(1, 2, 'h', { reply: 'fresh', summary: '', triage: {} })
  localStorage.setItem('handrail.draft.1.3.h', JSON.stringify({ reply: 'old', savedAt: 1 }))
  sweepDrafts()
  expect(loadDraft(1, 2, 'h')?.reply).toBe('fresh')
  expect(loadDraft(1, 3, 'h')).toBeNull()
  sweepDrafts(true)
  expect(loadDraft(1, 2, 'h')).toBeNull()
})

test('how long until a moment is said for a sentence', () => {
  const now = new Date(2026, 10, 23, 14, 0).getTime()
  const later = (seconds: number) => until(new Date(now + seconds * 1000).toISOString(), now)
  expect(later(-3)).toBe('any moment now')
  expect(later(12)).toBe('in 12 s')
  expect(later(240)).toBe('in 4 min')
  expect(later(2 * 3600 + 300)).toBe('at 16:05')
  expect(later(10 * 3600)).toBe('on 24 Nov, 00:00')
})
