import type { TimelineEvent } from '../api/types'
import { known, t } from '../i18n'
import { listed } from '../lib/intl'
import {
  categoryWords,
  languageWords,
  PRIORITY_WORDS,
  REASON_WORDS,
  SENTIMENT_WORDS,
  STATUS_WORDS,
} from '../lib/words'

type Words = Readonly<Record<string, string>>

const CODES: Record<string, Words> = {
  status: STATUS_WORDS,
  priority: PRIORITY_WORDS,
  reason: REASON_WORDS,
  sentiment: SENTIMENT_WORDS,
}

/** The person's words for a column of the ticket; one that is new stays as it is. */
export function fieldName(field: string): string {
  const id = `tickets.fieldName.${field}`
  return known(id) ? t(id) : field
}

/** A value of a column, in the person's words where it is a code. */
export function valueWords(field: string, value: string | null): string {
  if (value === null) return t('tickets.nothing')
  if (field === 'category') return categoryWords(value)
  if (field === 'language') return languageWords(value)
  return CODES[field]?.[value] ?? value
}

/** An act in the person's language; one that the catalogue does not know, in the server's English. */
export function eventWords(event: TimelineEvent): string {
  const id = `events.${event.words.replaceAll('.', '_')}`
  if (!known(id)) return event.text
  const values: Record<string, string | number> = { model: '?', ...spoken(event.data) }
  return t(id, { ...values, ...event.names, actor: event.actor.name })
}

function spoken(data: Record<string, unknown>) {
  const words: Record<string, string | number> = {}
  for (const [name, value] of Object.entries(data)) {
    if (typeof value === 'number') words[name] = value
    else if (typeof value === 'string') words[name] = valueWords(name, value)
    else if (name === 'fields' && Array.isArray(value)) {
      words[name] = listed(value.map((field) => fieldName(String(field))))
    }
  }
  return words
}
