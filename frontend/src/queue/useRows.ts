import { useQueries } from '@tanstack/react-query'
import { rowsOptions } from '../api/queries'
import type { QueueItem } from '../api/types'

/** Lines are asked for in blocks, so that scrolling asks seldom and a block stays in the cache. */
export const BLOCK = 50
const NOTHING: ReadonlyMap<number, QueueItem> = new Map()

/**
 * The lines of the part of a long list that is in view, as a map of id to line.
 *
 * Parameters: `ids` the whole list; `from` and `to` the first and last place in view.
 */
export function useRows(ids: number[], from: number, to: number, enabled: boolean) {
  const first = Math.max(0, Math.floor(from / BLOCK))
  const last = Math.min(Math.ceil(ids.length / BLOCK) - 1, Math.floor(to / BLOCK))
  const blocks = Array.from({ length: Math.max(0, last - first + 1) }, (_, at) =>
    ids.slice((first + at) * BLOCK, (first + at + 1) * BLOCK),
  )
  return useQueries({
    queries: blocks.map((block) => ({ ...rowsOptions(block), enabled })),
    combine: (answers) => {
      const lines = answers.flatMap((answer) => answer.data?.results ?? [])
      return lines.length ? new Map(lines.map((line) => [line.id, line])) : NOTHING
    },
  })
}
