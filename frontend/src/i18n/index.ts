import { setupI18n, type Messages } from '@lingui/core'
import { createElement, Fragment, type ReactNode } from 'react'
import english from './en'
import type desk from './en/desk.json'
import type acts from './en/acts.json'
import type events from './en/events.json'
import type dashboard from './en/dashboard.json'
import type numbers from './en/numbers.json'
import type palette from './en/palette.json'
import type session from './en/session.json'
import type vigilance from './en/vigilance.json'
import { wantedLanguage, type Language } from './language'

// The one catalogue: src/i18n/en/*.json, ICU messages, translated file by file in its neighbours.
// A message is asked for when something is drawn, never while a module loads: `t('queue.waiting')`.

/** Parts that come with what is opened by a key or a click: see `addPart`. */
interface LazyParts {
  desk: typeof desk
  dashboard: typeof dashboard
  numbers: typeof numbers
  acts: typeof acts
  events: typeof events
  palette: typeof palette
  session: typeof session
  vigilance: typeof vigilance
}

type Catalogue = typeof english & LazyParts
type Ids<Part extends keyof Catalogue> = `${Part}.${keyof Catalogue[Part] & string}`
export type MessageId = { [Part in keyof Catalogue]: Ids<Part> }[keyof Catalogue]

export const others: Record<Exclude<Language, 'en'>, () => Promise<{ default: object }>> = {
  de: () => import('./de'),
}

/** {part: {key: message}} → {"part.key": message} */
export const flat = (catalogue: object): Messages =>
  Object.fromEntries(
    Object.entries(catalogue as Record<string, Messages>).flatMap(([part, texts]) =>
      Object.entries(texts).map(([key, text]) => [`${part}.${key}`, text]),
    ),
  )

const i18n = setupI18n({ locale: 'en', messages: { en: flat(english) } })

/**
 * Adds the English texts of a part that is not in the first load, beside the code that shows them
 * (src/i18n/lazy). The other languages come whole.
 */
export function addPart<Part extends keyof LazyParts>(part: Part, texts: LazyParts[Part]) {
  Object.assign(english, { [part]: texts })
  i18n.load('en', flat({ [part]: texts }))
}

/** A text of the interface in the person's language; `values` fill its {placeholders}. */
export const t = (id: MessageId, values?: Record<string, string | number>) => i18n._(id, values)

/**
 * What the server says, by its code. It writes English, so only the other languages have these
 * parts (problems, gates), and a code that they lack is told in the server's words.
 */
const told = (id: string): string | undefined => i18n.messages[id] && i18n._(id)
export const problem = (code: string) => told(`problems.${code}`)
export const finding = (code: string, level: string) => told(`gates.${code}.${level}`)

/** Like `t`, for a sentence with elements in it: rich('shell.press', { key: <kbd>A</kbd> }). */
export function rich(id: MessageId, values: Record<string, ReactNode>): ReactNode {
  const elements = Object.entries(values).filter(([, value]) => typeof value === 'object')
  const marks = Object.fromEntries(elements.map(([name], at) => [name, `\u0001${at}\u0001`]))
  return i18n
    ._(id, { ...values, ...marks })
    .split('\u0001')
    .map((piece, at) =>
      createElement(Fragment, { key: at }, at % 2 ? elements[Number(piece)]?.[1] : piece),
    )
}

/** A label inside of a sentence: English ones lose their capital, German nouns keep theirs. */
export const inSentence = (label: string) => (i18n.locale === 'en' ? label.toLowerCase() : label)

/** For Intl: the language of the interface; English dates are written the British way. */
export const locale = () => (i18n.locale === 'en' ? 'en-GB' : i18n.locale)

/** To be awaited before the first draw. English is always there and is the fallback. */
export async function loadLanguage(language: Language = wantedLanguage()) {
  if (language !== 'en') {
    const { default: catalogue } = await others[language]()
    i18n.load(language, { ...i18n.messages, ...flat(catalogue) })
  }
  i18n.activate(language)
  document.documentElement.lang = language
}
