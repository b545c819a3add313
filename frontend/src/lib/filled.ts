import type { Filled } from '../api/types'

export interface Range {
  start: number
  end: number
}

/** The server counts Unicode characters, JavaScript UTF-16 units: the same places for `slice`. */
export function unitsOf(text: string, places: Filled[]): (Filled & Range)[] {
  if (!places.length) return []
  const offsets: number[] = []
  let unit = 0
  for (const character of text) {
    offsets.push(unit)
    unit += character.length
  }
  offsets.push(unit)
  return places.flatMap((place) => {
    const [start, end] = [offsets[place.start], offsets[place.end]]
    return start === undefined || end === undefined ? [] : [{ ...place, start, end }]
  })
}

/** Each placeholder once, with what it stood for. */
export function valuesIn(text: string, places: Filled[]) {
  const values = new Map<string, string>()
  for (const { placeholder, start, end } of unitsOf(text, places)) {
    values.set(placeholder, text.slice(start, end))
  }
  return [...values].map(([placeholder, value]) => ({ placeholder, value }))
}

/** Stands in answers to other customers where their data was; nobody should be sent one. */
export const GAP = '[…]'
