import { useNavigate } from '@tanstack/react-router'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { QueueView, Suggestion } from '../api/types'
import { api } from '../api/endpoints'
import { announce } from '../lib/live'
import { DONE_WORDS, plural } from '../lib/words'
import type { DecisionBody } from '../api/types'
import { useDecisions } from '../review/DecisionsProvider'
import { useSession } from '../session/useSession'
import { useClaims } from './useClaims'
import { useRail } from './useRail'

/** Everything the queue page knows: the list, the open item, and how to move on from it. */
export function useQueue(view: QueueView, item: number | undefined) {
  const navigate = useNavigate()
  const { mayDecide } = useSession()
  const { store, attempts, returned } = useDecisions()
  const [skipped, setSkipped] = useState<number[]>([])
  const composing = useRef(false)

  const gone = useCallback(
    (id: number) => skipped.includes(id) || store.isHidden(id),
    // The store mutates in place; its list of attempts is what says that something changed.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [skipped, store, attempts],
  )
  const claims = useClaims(view, gone, mayDecide)
  const rail = useRail(view, claims.held, gone)
  const first = claims.ready ? (claims.held[0] ?? rail.rows.find(free)?.suggestion) : undefined
  const current = item !== undefined && !gone(item) ? item : first?.id

  const open = useCallback(
    (id: number | undefined) =>
      void navigate({ to: '/queue', search: (old) => ({ ...old, item: id }), replace: true }),
    [navigate],
  )

  useEffect(() => {
    if (current !== undefined && current !== item) open(current)
  }, [current, item, open])

  // Top up the leases whenever one was used and somebody still waits.
  const { fill } = claims
  const short = claims.held.length
  useEffect(() => {
    void fill([
      ...skipped,
      ...store.attempts.filter((a) => store.isHidden(a.suggestion.id)).map((a) => a.suggestion.id),
    ])
  }, [fill, short, rail.at, skipped, store])

  // A decision that failed or was undone brings its item back, unless someone is typing.
  const seen = useRef(returned?.turn)
  useEffect(() => {
    if (!returned || returned.turn === seen.current) return
    seen.current = returned.turn
    if (!composing.current) open(returned.id)
  }, [returned, open])

  const after = (id: number): number | undefined => {
    const nextHeld = claims.held.find((held) => held.id !== id)
    if (nextHeld) return nextHeld.id
    const at = rail.rows.findIndex((row) => row.suggestion.id === id)
    const rest = [...rail.rows.slice(at + 1), ...rail.rows.slice(0, Math.max(0, at))]
    return rest.find((row) => row.suggestion.id !== id && free(row))?.suggestion.id
  }

  const decide = (suggestion: Suggestion, body: DecisionBody) => {
    const next = after(suggestion.id)
    if (!store.decide(suggestion, body)) return
    const left = Math.max(0, rail.waiting - 1)
    announce(
      `${DONE_WORDS[body.verdict]} ${suggestion.ticket_reference}. ${plural(left, 'draft')} ${left === 1 ? 'remains' : 'remain'}.`,
    )
    open(next)
  }

  const skip = (id: number) => {
    const next = after(id)
    setSkipped((old) => [...old, id])
    void api.release([id]).catch(() => undefined)
    announce(`Skipped. ${plural(Math.max(0, rail.waiting - 1), 'draft')} left in this list.`)
    open(next)
  }

  const move = (step: 1 | -1) => {
    const at = rail.rows.findIndex((row) => row.suggestion.id === current)
    const row = rail.rows[at + step]
    if (row) open(row.suggestion.id)
    else announce(step > 0 ? 'End of the list.' : 'Start of the list.')
  }

  return { rail, claims, current, open, decide, skip, move, after, composing, skipped, mayDecide }
}

const free = (row: { suggestion: Suggestion; settled: boolean }) =>
  !row.settled && (row.suggestion.claim === null || row.suggestion.claim.mine)
