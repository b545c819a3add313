import { Linter } from 'eslint'
import { expect, test } from 'vitest'
import { catalogued } from './catalogued.js'

const linter = new Linter()
const complaints = (code) =>
  linter
    .verify(code, {
      languageOptions: { parserOptions: { ecmaFeatures: { jsx: true } } },
      plugins: { handrail: { rules: { catalogued } } },
      rules: { 'handrail/catalogued': 'error' },
    })
    .map((one) => one.message)

test.each([
  '<p>Nothing here</p>',
  "<p>{open ? 'Close' : t('queue.open')}</p>",
  '<p>{count} {`${count} drafts`}</p>',
  "<p>{name || 'nobody'}</p>",
  '<button aria-label="Close" />',
  "<input placeholder={'Search ' + what} />",
  "const columns = [{ label: 'Any status' }]",
  "announce('Done.')",
  "document.title = 'Queue'",
])('a literal that a person reads is refused: %s', (code) => {
  expect(complaints(code)).toHaveLength(1)
})

test.each([
  "<p className='a b'>{t('queue.waiting')}</p>",
  "<p>{state === 'open' && <b>{t('queue.open')}</b>} · 3</p>",
  '<span>Handrail</span>',
  "<Choice label={t('palette.theme')} />",
  "const group = { title: 'palette.go', keys: [] }",
  "announce(t('queue.end'))",
])('what comes from the catalogue is not: %s', (code) => {
  expect(complaints(code)).toEqual([])
})
