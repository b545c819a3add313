import { t } from '../i18n'

// Cuts untrusted text into pieces that React renders as text: nothing here is ever HTML, and no
// link can be followed.

export type Piece =
  | { kind: 'text'; text: string }
  | { kind: 'mark'; text: string; why: string; grave: boolean }
  | { kind: 'link'; text: string; host: string }
  | { kind: 'cite'; text: string; n: number }

/** An exact substring that a check objects to, and why. */
export interface Doubt {
  span: string
  why: string
  /** A person must confirm to have looked before the text is approved. */
  grave: boolean
}

const LINK = /\b(?:https?:\/\/|www\.)[^\s<>()[\]{}"']+/giu
const CITE = /\[(\d{1,2})\]/gu

interface Range {
  start: number
  end: number
  piece: Piece
}

function hostOf(address: string): string {
  try {
    return new URL(address.startsWith('http') ? address : `https://${address}`).host
  } catch {
    return t('common.unknownHost')
  }
}

function occurrences(text: string, { span, why, grave }: Doubt): Range[] {
  const found: Range[] = []
  if (!span) return found
  for (let at = text.indexOf(span); at >= 0; at = text.indexOf(span, at + span.length)) {
    found.push({
      start: at,
      end: at + span.length,
      piece: { kind: 'mark', text: span, why, grave },
    })
  }
  return found
}

/** `doubts` are marked wherever they stand; `cites` are the citation numbers that exist. */
export function piecesOf(text: string, doubts: Doubt[] = [], cites: number[] = []): Piece[] {
  const ranges: Range[] = doubts.flatMap((doubt) => occurrences(text, doubt))
  for (const match of text.matchAll(LINK)) {
    const address = match[0].replace(/[.,;:!?]+$/u, '')
    ranges.push({
      start: match.index,
      end: match.index + address.length,
      piece: { kind: 'link', text: address, host: hostOf(address) },
    })
  }
  for (const match of text.matchAll(CITE)) {
    const n = Number(match[1])
    if (!cites.includes(n)) continue
    ranges.push({
      start: match.index,
      end: match.index + match[0].length,
      piece: { kind: 'cite', text: match[0], n },
    })
  }
  // A marked span wins over a link at the same place: the doubt matters more than the address.
  const rank = (range: Range) => (range.piece.kind === 'mark' ? 0 : 1)
  ranges.sort((a, b) => a.start - b.start || rank(a) - rank(b) || b.end - a.end)
  const pieces: Piece[] = []
  let at = 0
  for (const range of ranges) {
    if (range.start < at) continue
    if (range.start > at) pieces.push({ kind: 'text', text: text.slice(at, range.start) })
    pieces.push(range.piece)
    at = range.end
  }
  if (at < text.length) pieces.push({ kind: 'text', text: text.slice(at) })
  return pieces
}
