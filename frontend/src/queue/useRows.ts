import { useQueries } from '@tanstack/react-query'
import { useMemo } from 'react'
import { rowsOptions } from '../api/queries'
import type { QueueItem } from '../api/types'

/** Lines are asked for in blocks, so that scrolling asks seldom and a block stays in the cache. */
export const BLOCK = 50
const NOTHING: ReadonlyMap<number, QueueItem> = new Map()

/**
 * The lines of the part of a long list that is in view, as a map of id to line.
 *
 * Blocks are cut from the whole snapshot: when an item is decided and leaves the list, the blocks
 * stay as they are and nothing is asked for again.
 *
 * Parameters: `all` the snapshot; `ids` what is listed of it; `view` the first and last place in view.
 */
export function useRows(
  all: number[],
  ids: number[],
  view: { from: number; to: number },
  enabled: boolean,
) {
  const places = useMemo(() => new Map(all.map((id, place) => [id, place])), [all])
  const inView = ids.slice(view.from, view.to + 1)
  const at = (id: number) => Math.floor((places.get(id) ?? NaN) / BLOCK)
  const numbers = new Set(inView.filter((id) => places.has(id)).map(at))
  const blocks = [...numbers].map((n) => all.slice(n * BLOCK, (n + 1) * BLOCK))
  // What is leased before the list names it.
  const above = inView.filter((id) => !places.has(id))
  if (above.length) blocks.push(above)
  return useQueries({
    queries: blocks.map((block) => ({ ...rowsOptions(block), enabled })),
    combine: asMap,
  })
}

// Outside, for it runs anew whenever it is another function.
function asMap(answers: { data?: { results: QueueItem[] } }[]) {
  const lines = answers.flatMap((answer) => answer.data?.results ?? [])
  return lines.length ? new Map(lines.map((line) => [line.id, line])) : NOTHING
}
