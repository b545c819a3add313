import { createElement, Fragment, type ReactNode } from 'react'
import type catalogue from './en'
import { locale, speak, wantedLanguage, type Language } from './language'
import { fill, type Messages, type Values } from './message'

export { locale }

// The one catalogue: src/i18n/en/*.json, ICU messages, translated file by file in its neighbours.
// A message is asked for when something is drawn, never while a module loads: `t(…)`.

type Catalogue = typeof catalogue
type Ids<Part extends keyof Catalogue> = `${Part}.${keyof Catalogue[Part] & string}`
export type MessageId = { [Part in keyof Catalogue]: Ids<Part> }[keyof Catalogue]

const others: Record<Exclude<Language, 'en'>, () => Promise<{ default: object }>> = {
  de: () => import('./de'),
}

/** {part: {key: message}} → {"part.key": message} */
const flat = (parts: object): Messages =>
  Object.fromEntries(
    Object.entries(parts as Record<string, Messages>).flatMap(([part, texts]) =>
      Object.entries(texts).map(([key, text]) => [`${part}.${key}`, text]),
    ),
  )

const english: Messages = {}
let messages = english

/**
 * The build puts a call of this in front of each module that names messages, with their English
 * texts (scripts/messages.ts): they come with the code that shows them. Other languages come whole.
 */
export const addMessages = (texts: Messages) => Object.assign(english, texts)

export const messagesOf = async (language: Language): Promise<Messages> =>
  language === 'en' ? english : flat((await others[language]()).default)

/** A text of the interface in the person's language; `values` fill its {placeholders}. */
export const t = (id: MessageId, values?: Values) => fill(messages[id] ?? english[id] ?? id, values)

/** For an id made of what the server says, which may be newer than the catalogue. */
export const known = (id: string): id is MessageId => id in english

/**
 * What the server says, by its code. It writes English, so only the other languages have these
 * parts (problems, gates), and a code that they lack is told in the server's words.
 */
const told = (id: string): string | undefined => messages[id] && fill(messages[id])
export const problem = (code: string) => told(`problems.${code}`)
export const finding = (code: string, level: string) => told(`gates.${code}.${level}`)

/** Like `t`, for a sentence with elements in it: rich(…, { key: <kbd>A</kbd> }). */
export function rich(id: MessageId, values: Record<string, ReactNode>): ReactNode {
  const elements = Object.entries(values).filter(([, value]) => typeof value === 'object')
  const marks = Object.fromEntries(elements.map(([name], at) => [name, `\u0001${at}\u0001`]))
  return t(id, { ...(values as Values), ...marks })
    .split('\u0001')
    .map((piece, at) =>
      createElement(Fragment, { key: at }, at % 2 ? elements[Number(piece)]?.[1] : piece),
    )
}

/** A label inside of a sentence: English ones lose their capital, German nouns keep theirs. */
export const inSentence = (label: string) => (messages === english ? label.toLowerCase() : label)

/** To be awaited before the first draw. English is always there and is the fallback. */
export async function loadLanguage(language: Language = wantedLanguage()) {
  messages = await messagesOf(language)
  speak(language)
}
