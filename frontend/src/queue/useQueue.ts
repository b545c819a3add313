import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useCallback, useEffect, useMemo, useRef } from 'react'
import type { SkipReason, Suggestion } from '../api/types'
import { suggestionOptions, ticketOptions } from '../api/queries'
import { t } from '../i18n'
import { typing } from '../keys/guard'
import { announce } from '../lib/live'
import type { DecisionBody } from '../api/types'
import { useDecisions } from '../review/DecisionsProvider'
import { useSession } from '../session/useSession'
import type { QueueFilters } from './filters'
import { useClaims } from './useClaims'
import { useRail, type RailRow } from './useRail'

/** A frame or three: by then the next draft is painted. */
const SOON_MS = 50

/** Everything the queue page knows: the list, the open item, and how to move on from it. */
export function useQueue(filters: QueueFilters, item: number | undefined) {
  const navigate = useNavigate({ from: '/queue' })
  const { mayDecide } = useSession()
  const { store, returned } = useDecisions()
  const composing = useRef(false)

  const { away } = store
  const gone = useCallback((id: number) => away.has(id), [away])
  const claims = useClaims(filters, item, gone, mayDecide)
  const { held, foreign } = claims
  const leased = useMemo(() => held.filter((one) => one.id !== foreign), [held, foreign])
  const rail = useRail(filters, leased, gone, mayDecide)
  // What is not leased may be open before a colleague: only without an answer is it opened.
  const unleased = claims.error && !rail.searching ? rail.rows : []
  const listed = unleased.find(free)?.id
  const first = claims.ready ? (leased[0]?.id ?? listed) : undefined
  const current = item !== undefined && !gone(item) ? item : first

  const open = useCallback(
    (id: number | undefined) =>
      void navigate({ search: (old) => ({ ...old, item: id }), replace: true }),
    [navigate],
  )

  useEffect(() => {
    if (current !== undefined && current !== item) open(current)
  }, [current, item, open])

  usePrefetch(rail.rows, current)

  // Top up the leases whenever one was used and somebody still waits. `current` is among the
  // reasons: whoever is faster than the list's refreshes would otherwise never be leased another.
  const { fill, turn } = claims
  const short = claims.held.length
  useEffect(() => {
    const topUp = () => void fill(store.hidden())
    if (short) return afterPaint(topUp)
    topUp()
  }, [fill, short, turn, rail.at, store, current])

  // A decision that failed or was undone brings its item back, unless someone is typing.
  const seen = useRef(returned?.turn)
  useEffect(() => {
    if (!returned || returned.turn === seen.current) return
    seen.current = returned.turn
    if (!composing.current && !typing()) open(returned.id)
  }, [returned, open])

  const after = (id: number): number | undefined => {
    const nextHeld = leased.find((one) => one.id !== id)
    if (nextHeld || !unleased.length) return nextHeld?.id
    const at = rail.rows.findIndex((row) => row.id === id)
    const rest = [...rail.rows.slice(at + 1), ...rail.rows.slice(0, Math.max(0, at))]
    return rest.find((row) => row.id !== id && free(row))?.id
  }

  const decide = (suggestion: Suggestion, body: DecisionBody) => {
    const next = after(suggestion.id)
    if (!store.decide(suggestion, body)) return
    announce(
      t('queue.decided', {
        verdict: body.verdict,
        ticket: suggestion.ticket_reference,
        left: Math.max(0, rail.waiting - 1),
      }),
    )
    open(next)
  }

  const skip = (suggestion: Suggestion, reason: SkipReason, note: string) => {
    const next = after(suggestion.id)
    store.skip(suggestion, reason, note)
    claims.drop(suggestion.id)
    announce(t('queue.skipped', { left: Math.max(0, rail.waiting - 1) }))
    open(next)
  }

  const move = (step: 1 | -1) => {
    const at = rail.rows.findIndex((row) => row.id === current)
    const row = rail.rows[at + step]
    if (row) open(row.id)
    else announce(t(step > 0 ? 'queue.end' : 'queue.start'))
  }

  return { rail, claims, current, open, decide, skip, move, after, composing, mayDecide }
}

/** What is for later must not delay the draft that was asked for. For an effect: returns its end. */
function afterPaint(act: () => void) {
  const timer = setTimeout(act, SOON_MS)
  return () => clearTimeout(timer)
}

const free = (row: RailRow) => !row.settled && (row.item?.claim?.mine ?? true)

/** J and K reach the neighbours of the open item without waiting for the network. */
function usePrefetch(rows: RailRow[], current: number | undefined) {
  const client = useQueryClient()
  const at = rows.findIndex((row) => row.id === current)
  const near = [rows[at - 1], rows[at + 1], rows[at + 2]].filter((row) => at >= 0 && row?.item)
  const wanted = near.map((row) => `${row?.id}.${row?.item?.ticket}`).join(' ')
  useEffect(() => {
    if (!wanted) return
    return afterPaint(() => {
      for (const [id, ticket] of wanted.split(' ').map((pair) => pair.split('.').map(Number))) {
        void client.prefetchQuery(suggestionOptions(id as number))
        void client.prefetchQuery(ticketOptions(ticket as number))
      }
    })
  }, [client, wanted])
}
