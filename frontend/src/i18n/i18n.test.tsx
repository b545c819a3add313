import { compileMessage } from '@lingui/message-utils/compileMessage'
import { render } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { ApiError } from '../api/client'
import { catalogueIn, named } from '../../scripts/messages'
import { fill, type Message } from './message'
import { finding, loadLanguage, problem, rich, t } from '.'

/** The names between braces, those inside of plurals and choices too: a translator keeps them. */
const placeholders = (text: string) => [...new Set(namesIn(compileMessage(text)))].sort()
const namesIn = (part: unknown): string[] => {
  if (!Array.isArray(part)) return []
  return part.flatMap((token: unknown) =>
    Array.isArray(token)
      ? [String(token[0]), ...Object.values((token[2] ?? {}) as object).flatMap(namesIn)]
      : [],
  )
}

const sources = Object.values(
  import.meta.glob<string>(['../**/*.{ts,tsx}', '!../**/*.test.*'], {
    query: '?raw',
    import: 'default',
    eager: true,
  }),
)

afterEach(() => loadLanguage('en'))

test('a message is counted and filled in', async () => {
  expect(t('review.countSources', { count: 1 })).toBe('1 source')
  expect(t('review.countSources', { count: 3 })).toBe('3 sources')
  await loadLanguage('de')
  expect(t('review.countSources', { count: 3 })).toBe('3 Quellen')
  expect(document.documentElement.lang).toBe('de')
})

test('a plural counts, picks exact numbers first and hands its count on', () => {
  const compiled = compileMessage(
    '{n, plural, =0 {none} one {one of {of}} other {{how, select, some {#} other {all #}}}}',
  ) as Message
  expect(fill(compiled, { n: 0 })).toBe('none')
  expect(fill(compiled, { n: 1, of: 3 })).toBe('one of 3')
  expect(fill(compiled, { n: 1200, how: 'some' })).toBe('1,200')
  expect(fill(compiled, { n: 2, how: 'others' })).toBe('all 2')
})

test('elements keep their place in a sentence', () => {
  const { container } = render(<p>{rich('ai.nextTry', { when: <b>now</b> })}</p>)
  expect(container.innerHTML).toBe('<p>Next try <b>now</b>.</p>')
})

test('an error of the API is told by its code, else in the words of the API', async () => {
  expect(problem('stale_ticket')).toBeUndefined()
  await loadLanguage('de')
  expect(new ApiError(412, { code: 'stale_ticket', detail: 'It has changed.' }).message).toMatch(
    /^Das Ticket hat sich geändert/,
  )
  expect(new ApiError(400, { code: 'unheard_of', detail: 'It is odd.' }).message).toBe('It is odd.')
})

test('a finding of a check is told by its code, else in the words of the server', async () => {
  expect(finding('no_match', 'info')).toBeUndefined()
  await loadLanguage('de')
  expect(finding('no_match', 'info')).toMatch(/^Es wurde keine passende Antwort/)
  expect(finding('a_newer_check', 'warn')).toBeUndefined()
})

test('every message has its German one, with the same placeholders', () => {
  const [english, german] = [catalogueIn('src/i18n/en'), catalogueIn('src/i18n/de')]
  // The English of these is the server's own.
  for (const id of Object.keys(german)) if (/^(problems|gates)\./.test(id)) delete german[id]
  expect(Object.keys(german).sort()).toEqual(Object.keys(english).sort())
  for (const [id, text] of Object.entries(english)) {
    expect([id, placeholders(german[id] ?? '')]).toEqual([id, placeholders(text)])
  }
})

test('every message is named somewhere: others have no reader', () => {
  const ids = Object.keys(catalogueIn('src/i18n/en'))
  const spoken = new Set(sources.flatMap((source) => named(source, ids)))
  expect(ids.filter((id) => !spoken.has(id))).toEqual([])
})
