import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { ApiError } from '../api/client'
import { api } from '../api/endpoints'
import { keys, suggestionOptions, ticketOptions } from '../api/queries'
import type { Suggestion } from '../api/types'
import { t } from '../i18n'
import { announce } from '../lib/live'
import { keyOf, type QueueFilters } from './filters'
import { letGo, useLeases } from './useLeases'

/** The open item and the next two, so that a decision never waits for the network. */
export const DEPTH = 3
/** Of those that are done, how many are kept for an undo; a tab is open all day. */
const RECENT = 12

/**
 * Leases items of the list for this person, keeps the leases alive and gives them back on leaving.
 * `gone` says which items need no lease any more (decided or skipped). Other filters lease anew; the
 * `open` item stays leased, for somebody is reading it, and is the `foreign` one among those held.
 */
export function useClaims(
  filters: QueueFilters,
  open: number | undefined,
  gone: (id: number) => boolean,
  enabled: boolean,
) {
  const client = useQueryClient()
  const key = keyOf(filters)
  const [held, setHeld] = useState<Suggestion[]>([])
  const [lost, setLost] = useState<number[]>([])
  const [foreign, setForeign] = useState<number>()
  const [readyFor, setReadyFor] = useState<string>()
  /** Whether the server, asked while nothing was held, had nothing to lease. */
  const [dry, setDry] = useState(false)
  /** Counts the answers after which it may have to be asked again. */
  const [turn, setTurn] = useState(0)
  const [error, setError] = useState<ApiError | null>(null)
  const busy = useRef<string>(undefined)
  const before = useRef<Promise<unknown>>(Promise.resolve())
  const alive = useRef(true)
  const mine = useMemo(() => held.filter((item) => !gone(item.id)), [held, gone])
  const ids = useRef<number[]>([])
  const isGone = useRef(gone)
  useEffect(() => {
    ids.current = mine.map((item) => item.id)
    isGone.current = gone
  })

  const opened = useRef(open)
  const leasedFor = useRef(key)
  /** Leased under other filters: given back once the new ones have leased what they want of it. */
  const stale = useRef<number[]>([])
  useEffect(() => {
    opened.current = open
  })
  useEffect(() => {
    if (leasedFor.current === key) return
    leasedFor.current = key
    stale.current.push(...ids.current.filter((id) => id !== opened.current))
    ids.current = ids.current.filter((id) => id === opened.current)
    setHeld((old) => old.filter((item) => item.id === opened.current))
    setForeign(opened.current)
    setDry(false)
  }, [key])

  const fill = useCallback(
    async (exclude: number[]) => {
      const count = DEPTH - ids.current.length
      if (!enabled || busy.current === key || count <= 0) return
      busy.current = key
      try {
        // One after another: what an older question leases is known before it is given back.
        await before.current
        if (leasedFor.current !== key) return
        const asked = api.claim(filters, count, [...exclude, ...ids.current])
        before.current = asked.catch(() => undefined)
        const answer = await asked
        if (!alive.current || leasedFor.current !== key) {
          const late = answer.results.map((item) => item.id)
          if (alive.current) stale.current.push(...late)
          else letGo(late)
          return
        }
        const wanted = new Set([...ids.current, ...answer.results.map((item) => item.id)])
        const back = stale.current.filter((id) => !wanted.has(id))
        stale.current = []
        letGo(back)
        for (const item of answer.results) {
          client.setQueryData(keys.suggestion(item.id), item)
          void client.prefetchQuery(ticketOptions(item.ticket))
        }
        const fresh = new Set(answer.results.map((item) => item.id))
        setHeld((old) => [
          ...old.filter(
            ({ id }, at) => !fresh.has(id) && (at >= old.length - RECENT || !isGone.current(id)),
          ),
          ...answer.results,
        ])
        setLost((old) => old.filter((id) => !fresh.has(id)))
        setError(null)
        setDry(fresh.size === 0 && ids.current.length === 0)
        if (fresh.size) setTurn((old) => old + 1)
      } catch (problem) {
        if (problem instanceof ApiError) setError(problem)
      } finally {
        if (busy.current === key) busy.current = undefined
        if (leasedFor.current === key) setReadyFor(key)
      }
    },
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the key says all of the filters
    [client, enabled, key],
  )

  /** Takes one draft whose lease ran out; returns why not, or null. */
  const take = useCallback(
    async (id: number) => {
      try {
        await api.take(id)
        const item = await client.fetchQuery({ ...suggestionOptions(id), staleTime: 0 })
        setHeld((old) => [item, ...old.filter((one) => one.id !== id)])
        setLost((old) => old.filter((one) => one !== id))
        return null
      } catch (problem) {
        void client.invalidateQueries({ queryKey: keys.suggestion(id) })
        return problem instanceof ApiError ? problem.message : String(problem)
      }
    },
    [client],
  )

  /** Passed on, and its lease with it: when it is back, it is leased anew. */
  const drop = (id: number) => setHeld((old) => old.filter((item) => item.id !== id))

  useLeases(ids, (gone) => {
    setLost((old) => [...old, ...gone])
    setHeld((old) => old.filter((item) => !gone.includes(item.id)))
    for (const id of gone) void client.invalidateQueries({ queryKey: keys.suggestion(id) })
    announce(t('flow.holdLost', { count: gone.length }))
  })

  useEffect(() => {
    alive.current = true
    return () => {
      alive.current = false
      letGo(stale.current)
    }
  }, [])

  const ready = !enabled || readyFor === key
  /** Nothing to open yet, but there may be in a moment. */
  const asking = !ready || (enabled && mine.length === 0 && !dry && !error)
  return { held: mine, foreign, lost, ready, asking, error, turn, fill, take, drop }
}
