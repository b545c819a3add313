import { compileMessage } from '@lingui/message-utils/compileMessage'
import { render } from '@testing-library/react'
import { readdirSync, readFileSync } from 'node:fs'
import { afterEach, expect, test } from 'vitest'
import { ApiError } from '../api/client'
import { finding, loadLanguage, problem, rich, t } from '.'

const HERE = 'src/i18n'
const read = (language: string) =>
  Object.fromEntries(
    readdirSync(`${HERE}/${language}`)
      .filter((name) => name.endsWith('.json'))
      .flatMap((name) =>
        Object.entries(
          JSON.parse(readFileSync(`${HERE}/${language}/${name}`, 'utf8')) as Record<string, string>,
        ).map(([key, text]) => [`${name.replace('.json', '')}.${key}`, text]),
      ),
  )
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

afterEach(() => loadLanguage('en'))

test('a message is counted and filled in', async () => {
  expect(t('common.drafts', { count: 1 })).toBe('1 draft')
  expect(t('common.drafts', { count: 3 })).toBe('3 drafts')
  await loadLanguage('de')
  expect(t('common.drafts', { count: 3 })).toBe('3 Entwürfe')
  expect(document.documentElement.lang).toBe('de')
})

test('elements keep their place in a sentence', () => {
  const { container } = render(<p>{rich('common.pressForHelp', { key: <kbd>?</kbd> })}</p>)
  expect(container.innerHTML).toBe('<p>Press <kbd>?</kbd> for help</p>')
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
  const [english, german] = [read('en'), read('de')]
  // The English of these is the server's own.
  for (const id of Object.keys(german)) if (/^(problems|gates)\./.test(id)) delete german[id]
  expect(Object.keys(german).sort()).toEqual(Object.keys(english).sort())
  for (const [id, text] of Object.entries(english)) {
    expect([id, placeholders(german[id] ?? '')]).toEqual([id, placeholders(text)])
  }
})
