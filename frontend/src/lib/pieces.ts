import type { Filled } from '../api/types'
import { t } from '../i18n'
import { unitsOf } from './filled'

// Cuts untrusted text into pieces that React renders as text: nothing here is ever HTML, and no
// link can be followed.

export type Piece =
  | { kind: 'text'; text: string }
  | { kind: 'mark'; text: string; why: string; grave: boolean }
  | { kind: 'link'; text: string; host: string }
  | { kind: 'cite'; text: string; n: number }
  | { kind: 'filled'; text: string; placeholder: string }

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

/** What is left of a place when the doubtful passages, which matter more, are taken out of it. */
function without(start: number, end: number, marked: Range[]) {
  let left = [{ start, end }]
  for (const mark of marked) {
    left = left.flatMap((part) =>
      mark.end <= part.start || mark.start >= part.end
        ? [part]
        : [
            { start: part.start, end: mark.start },
            { start: mark.end, end: part.end },
          ].filter((rest) => rest.start < rest.end),
    )
  }
  return left
}

/**
 * `doubts` are marked wherever they stand; `cites` are the citation numbers that exist; `filled`
 * the places where Handrail put values for placeholders.
 */
export function piecesOf(
  text: string,
  doubts: Doubt[] = [],
  cites: number[] = [],
  filled: Filled[] = [],
): Piece[] {
  const marked = doubts.flatMap((doubt) => occurrences(text, doubt))
  const ranges = [...marked]
  for (const { start, end, placeholder } of unitsOf(text, filled)) {
    for (const part of without(start, end, marked)) {
      const piece: Piece = { kind: 'filled', text: text.slice(part.start, part.end), placeholder }
      ranges.push({ ...part, piece })
    }
  }
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
  const RANKS = { mark: 0, filled: 1, link: 2, cite: 2, text: 3 }
  const rank = (range: Range) => RANKS[range.piece.kind]
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
