import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { pendingOptions } from '../api/queries'
import { useSession } from '../session/useSession'
import type { QueueView, Suggestion } from '../api/types'

export interface RailRow {
  suggestion: Suggestion
  held: boolean
  /** Decided or replaced elsewhere since the list was drawn; stays in place, dimmed. */
  settled: boolean
}

/**
 * The list beside the open item. It is a snapshot: what arrives later is only counted until the
 * reviewer asks for it, so that nothing moves under the cursor.
 */
export function useRail(view: QueueView, held: Suggestion[], gone: (id: number) => boolean) {
  const query = useQuery(pendingOptions(view))
  const { user } = useSession()
  const data = query.data?.results
  // Whoever signed first never gets the same draft a second time.
  const fresh = useMemo(
    () => data?.filter((item) => item.first_review?.reviewer.id !== user.id),
    [data, user.id],
  )
  const [shown, setShown] = useState<Suggestion[] | null>(null)

  const rows = useMemo<RailRow[]>(() => {
    const heldIds = new Set(held.map((item) => item.id))
    const now = new Map(fresh?.map((item) => [item.id, item]))
    const complete = query.data?.next === null
    const list = shown ?? []
    const ids = new Set(list.map((item) => item.id))
    return [...held.filter((item) => !ids.has(item.id)), ...list]
      .filter((item) => !gone(item.id))
      .map((item) => ({
        suggestion: now.get(item.id) ?? item,
        held: heldIds.has(item.id),
        settled: complete && !now.has(item.id) && !heldIds.has(item.id),
      }))
  }, [fresh, gone, held, query.data?.next, shown])

  const known = new Set([...(shown ?? []), ...held].map((item) => item.id))
  const arrived =
    shown && fresh ? fresh.filter((item) => !known.has(item.id) && !gone(item.id)) : []
  const open = rows.filter((row) => !row.settled)

  // The first answer, and any answer while nothing is listed, may fill the list by itself.
  const refill =
    fresh !== undefined && (shown === null || (open.length === 0 && arrived.length > 0))
  useEffect(() => {
    if (refill) setShown(fresh)
  }, [refill, fresh])

  return {
    rows,
    waiting: open.length,
    more: query.data?.next !== null && query.data !== undefined,
    arrived: arrived.length,
    showArrived: () => fresh && setShown(fresh),
    loading: query.isPending,
    error: query.error,
    retry: () => void query.refetch(),
    at: query.dataUpdatedAt,
  }
}
