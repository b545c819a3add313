import { inLanguage, number } from '../lib/intl'

// A message as the build compiles it (scripts/messages.ts) and its values make a text.

/** A piece is text, `#` for what is counted, or [name, kind, cases]. */
type Piece = string | [name: string, kind?: string, cases?: Record<string, Message>]
export type Message = string | Piece[]
export type Messages = Record<string, Message>
export type Values = Record<string, string | number>

/** The text of a message; `count` is the number that a plural around it counts. */
export function fill(message: Message, values: Values = {}, count = 0): string {
  if (typeof message === 'string') return message
  return message.map((piece) => filled(piece, values, count)).join('')
}

function filled(piece: Piece, values: Values, count: number): string {
  if (piece === '#') return number(count)
  if (typeof piece === 'string') return piece
  const [name, kind, cases = {}] = piece
  const value = values[name] ?? ''
  switch (kind) {
    case 'number':
      return number(Number(value))
    case 'plural':
      return fill(cases[value] ?? cases[plural(+value)] ?? cases.other ?? '', values, +value)
    case 'select':
      return fill(cases[value] ?? cases.other ?? '', values, count)
    default:
      return String(value)
  }
}

const plural = (count: number) =>
  inLanguage('plural', (locale) => new Intl.PluralRules(locale)).select(count)
