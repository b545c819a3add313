import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { queueOptions } from '../api/queries'
import type { QueueItem, Suggestion } from '../api/types'
import { keyOf, type QueueFilters } from './filters'
import { BLOCK, useRows } from './useRows'

export interface RailRow {
  id: number
  /** Null until its part of the list has been in view. */
  item: QueueItem | null
  held: boolean
  /** Decided or replaced elsewhere since the list was drawn; stays in place, dimmed. */
  settled: boolean
}

const NOTHING: number[] = []
/** So many lines before the end of a block the next one is asked for. */
const AHEAD = 30
/** What is taken to be in view before the list says so: its top. */
const AT_FIRST = { from: 0, to: BLOCK - 1 }

/**
 * The list beside the open item: the ids of all of it, and the lines in view. It is a snapshot: what
 * arrives later is only counted until the reviewer asks for it, so that nothing moves under the
 * cursor. Other filters replace it when their answer is there; until then the old one stays.
 */
export function useRail(
  filters: QueueFilters,
  held: Suggestion[],
  gone: (id: number) => boolean,
  enabled: boolean,
) {
  const query = useQuery({ ...queueOptions(filters), enabled, placeholderData: keepPreviousData })
  const key = keyOf(filters)
  const fresh = query.isPlaceholderData ? undefined : query.data?.ids
  const [shown, setShown] = useState<{ ids: number[]; key: string } | null>(null)
  const [view, setView] = useState(AT_FIRST)

  const now = useMemo(() => new Set(fresh), [fresh])
  const ids = useMemo(() => {
    const listed = new Set(shown?.ids)
    const above = held.map((item) => item.id).filter((id) => !listed.has(id))
    return [...above, ...(shown?.ids ?? [])].filter((id) => !gone(id))
  }, [gone, held, shown])
  const lines = useRows(shown?.ids ?? NOTHING, ids, view, enabled)

  const rows = useMemo<RailRow[]>(() => {
    const mine = new Map(held.map((item) => [item.id, item]))
    const told = fresh !== undefined && shown?.key === key
    return ids.map((id) => {
      const own = mine.get(id)
      return {
        id,
        item: lines.get(id) ?? (own ? asItem(own) : null),
        held: own !== undefined,
        settled: told && !now.has(id) && own === undefined,
      }
    })
  }, [fresh, held, ids, key, lines, now, shown])

  const arrived = useMemo(() => {
    const known = new Set([...(shown?.ids ?? []), ...held.map((item) => item.id)])
    return shown?.key === key ? (fresh ?? []).filter((id) => !known.has(id) && !gone(id)) : []
  }, [fresh, gone, held, key, shown])
  const open = rows.reduce((sum, row) => sum + (row.settled ? 0 : 1), 0)

  // The first answer, that of other filters, and any while nothing is listed, fills the list.
  const refill = fresh !== undefined && (shown?.key !== key || (open === 0 && arrived.length > 0))
  useEffect(() => {
    if (refill) setShown({ ids: fresh, key })
  }, [refill, fresh, key])

  // In whole blocks: whoever scrolls within one draws the list again and nothing else.
  const inView = useCallback((first: number, last: number) => {
    const from = Math.max(0, Math.floor((first - AHEAD) / BLOCK)) * BLOCK
    const to = (Math.floor((last + AHEAD) / BLOCK) + 1) * BLOCK - 1
    setView((old) => (old.from === from && old.to === to ? old : { from, to }))
  }, [])

  return {
    rows,
    waiting: open,
    arrived: arrived.length,
    showArrived: () => fresh && setShown({ ids: fresh, key }),
    /** Says which places are in view, so that their lines are asked for. */
    inView,
    loading: enabled && query.isPending,
    /** The list is still that of other filters. */
    searching: enabled && !query.error && shown?.key !== key,
    error: query.error,
    retry: () => void query.refetch(),
    at: query.dataUpdatedAt,
  }
}

const asItem = (suggestion: Suggestion): QueueItem => ({
  ...suggestion,
  ticket_status: 'open',
  waiting_since: suggestion.ticket_created_at,
  due_at: null,
  has_reply: suggestion.reply !== '',
  awaits_second: suggestion.first_review !== null,
})
