import { afterEach, expect, test } from 'vitest'
import { loadLanguage } from '../i18n'
import { listed, number, percent, sizeWords } from './intl'
import { ago, messageTime, until } from './time'
import {
  DONE_WORDS,
  languagesInOrder,
  languageWords,
  PRIORITY_WORDS,
  REASONS,
  VIEWS,
} from './words'

afterEach(() => loadLanguage('en'))

const plain = (text: string) => text.replace(/\s/gu, ' ')

test('words are looked up when they are read, in the language of that moment', async () => {
  const { label } = REASONS[0]!
  expect([label, VIEWS[0]!.label, DONE_WORDS.edit]).toEqual([
    'Wrong facts',
    'All',
    'Edited and approved',
  ])
  await loadLanguage('de')
  expect([REASONS[0]!.label, VIEWS[0]!.label, DONE_WORDS.edit]).toEqual([
    'Sachlich falsch',
    'Alle',
    'Bearbeitet und freigegeben',
  ])
  expect(Object.entries(PRIORITY_WORDS)[3]).toEqual(['urgent', 'Dringend'])
  expect(languageWords('fr')).toBe('Französisch')
})

test('languages stand in the order of their names, not of their codes', async () => {
  const codes = ['ar', 'de', 'en', 'es']
  expect(languagesInOrder(codes)).toEqual(['ar', 'en', 'de', 'es'])
  await loadLanguage('de')
  expect(languagesInOrder(codes)).toEqual(['ar', 'de', 'en', 'es'])
})

test('dates, numbers and lists are written as the language writes them', async () => {
  const now = new Date(2026, 10, 23, 14, 0)
  const soon = new Date(now.getTime() + 12_000).toISOString()
  const tomorrow = new Date(2026, 10, 24, 9, 5).toISOString()
  const earlier = new Date(now.getTime() - 240_000).toISOString()
  const said = () =>
    [
      ago(earlier, now.getTime()),
      until(soon, now.getTime()),
      until(tomorrow, now.getTime()),
      messageTime(tomorrow, now),
      percent(0.625),
      number(1234.56, 1),
      sizeWords(1_234_567),
      listed(['A', 'B', 'C']),
    ].map(plain)
  expect(said()).toEqual([
    '4m ago',
    'in 12 s',
    'on 24 Nov, 09:05',
    '24 Nov, 09:05',
    '63%',
    '1,234.6',
    '1.2 MB',
    'A, B and C',
  ])
  await loadLanguage('de')
  expect(said()).toEqual([
    'vor 4 m',
    'in 12 s',
    'am 24. Nov., 09:05',
    '24. Nov., 09:05',
    '63 %',
    '1.234,6',
    '1,2 MB',
    'A, B und C',
  ])
})
