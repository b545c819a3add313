import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { queueOptions } from '../api/queries'
import type { QueueItem, QueueView, Suggestion } from '../api/types'

export interface RailRow {
  item: QueueItem
  held: boolean
  /** Decided or replaced elsewhere since the list was drawn; stays in place, dimmed. */
  settled: boolean
}

/**
 * The list beside the open item. It is a snapshot: what arrives later is only counted until the
 * reviewer asks for it, so that nothing moves under the cursor.
 */
export function useRail(
  view: QueueView,
  held: Suggestion[],
  gone: (id: number) => boolean,
  enabled: boolean,
) {
  const query = useQuery({ ...queueOptions(view), enabled })
  const fresh = query.data?.results
  // The server lists the first hundred; the rest are known by number only.
  const beyond = query.data ? Math.max(0, query.data.counts[view] - query.data.results.length) : 0
  const [shown, setShown] = useState<{ items: QueueItem[]; beyond: number } | null>(null)
  const list = useMemo(() => withTail(shown, fresh), [shown, fresh])

  const rows = useMemo<RailRow[]>(() => {
    const heldIds = new Set(held.map((item) => item.id))
    const now = new Map(fresh?.map((item) => [item.id, item]))
    const gonePast = settledUpTo(list, now, fresh !== undefined && beyond === 0)
    const ids = new Set(list.map((item) => item.id))
    return [...held.filter((item) => !ids.has(item.id)).map(asItem), ...list]
      .filter((item) => !gone(item.id))
      .map((item) => ({
        item: now.get(item.id) ?? item,
        held: heldIds.has(item.id),
        settled: gonePast.has(item.id) && !heldIds.has(item.id),
      }))
  }, [fresh, beyond, gone, held, list])

  const known = new Set([...list, ...held].map((item) => item.id))
  const arrived =
    shown && fresh ? fresh.filter((item) => !known.has(item.id) && !gone(item.id)) : []
  const open = rows.filter((row) => !row.settled)

  // The first answer, and any answer while nothing is listed, may fill the list by itself.
  const refill =
    fresh !== undefined && (shown === null || (open.length === 0 && arrived.length > 0))
  useEffect(() => {
    if (refill) setShown({ items: fresh, beyond })
  }, [refill, fresh, beyond])

  return {
    rows,
    waiting: open.length + beyond,
    arrived: arrived.length,
    showArrived: () => fresh && setShown({ items: fresh, beyond }),
    loading: enabled && query.isPending,
    error: query.error,
    retry: () => void query.refetch(),
    at: query.dataUpdatedAt,
  }
}

/**
 * The listed items that the server no longer lists. Of a long queue it lists the first hundred in
 * order, so an item that is missing before the last one it knows of has been decided or replaced.
 */
export function settledUpTo(
  list: { id: number }[],
  now: { has: (id: number) => boolean },
  complete: boolean,
): Set<number> {
  const end = complete ? list.length : list.findLastIndex((item) => now.has(item.id))
  return new Set(list.slice(0, Math.max(0, end)).flatMap(({ id }) => (now.has(id) ? [] : [id])))
}

/** What was beyond the end of a long list and has moved up since joins at the end: it is not new. */
function withTail(
  shown: { items: QueueItem[]; beyond: number } | null,
  fresh: QueueItem[] | undefined,
): QueueItem[] {
  if (!shown || !fresh || shown.beyond === 0) return shown?.items ?? []
  const ids = new Set(shown.items.map((item) => item.id))
  const end = fresh.findLastIndex((item) => ids.has(item.id))
  return [...shown.items, ...fresh.slice(end + 1)]
}

const asItem = (suggestion: Suggestion): QueueItem => ({
  ...suggestion,
  ticket_status: 'open',
  waiting_since: suggestion.ticket_created_at,
  due_at: null,
  has_reply: suggestion.reply !== '',
  awaits_second: suggestion.first_review !== null,
})
