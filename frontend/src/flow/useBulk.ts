import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { ApiError } from '../api/client'
import { api } from '../api/endpoints'
import { suggestionOptions } from '../api/queries'
import type { Batch, QueueItem, Suggestion } from '../api/types'
import { t } from '../i18n'
import { announce } from '../lib/live'
import { useDecisions } from '../review/DecisionsProvider'
import { toConfirm } from '../review/mayApprove'

/** As the server holds it (ai_review/bulk.py). */
export const LIMIT = 25
const HEARTBEAT_MS = 60_000

/** Why this draft is decided by itself, in words; empty when it may be among others. */
export function whyAlone(one: Suggestion): string {
  if (one.status !== 'pending_review') return t('acts.alone.decided')
  if (one.risk !== 'low') return t('acts.alone.risk')
  if (one.required_reviews > 1) return t('acts.alone.two')
  if (!one.reply.trim()) return t('acts.alone.empty')
  if (toConfirm(one).length) return t('acts.alone.word')
  return ''
}

/** The drafts chosen to be approved together: leased while they are chosen, and read before. */
export function useBulk(items: QueueItem[]) {
  const client = useQueryClient()
  const { store } = useDecisions()
  const [chosen, setChosen] = useState<number[]>([])
  const [drafts, setDrafts] = useState<Record<number, Suggestion>>({})
  const [why, setWhy] = useState<Record<number, string>>({})
  const [sending, setSending] = useState(false)
  const [result, setResult] = useState<Batch | null>(null)
  const [error, setError] = useState('')
  const since = useRef(0)
  const held = useRef<number[]>([])
  useEffect(() => {
    held.current = chosen
  })

  const leave = useCallback((id: number, reason = '') => {
    setChosen((old) => old.filter((one) => one !== id))
    setWhy((old) => ({ ...old, [id]: reason }))
    void api.release([id]).catch(() => undefined)
  }, [])

  const take = useCallback(
    async (id: number) => {
      try {
        await api.take(id)
        const draft = await client.fetchQuery({ ...suggestionOptions(id), staleTime: 0 })
        const alone = whyAlone(draft)
        if (alone) return leave(id, alone)
        setDrafts((old) => ({ ...old, [id]: draft }))
      } catch (problem) {
        const words = problem instanceof ApiError ? problem.message : String(problem)
        setChosen((old) => old.filter((one) => one !== id))
        setWhy((old) => ({ ...old, [id]: words }))
        announce(words)
      }
    },
    [client, leave],
  )

  const choose = (ids: number[]) => {
    const fresh = ids.filter((id) => !chosen.includes(id) && items.some((one) => one.id === id))
    const room = fresh.slice(0, Math.max(0, LIMIT - chosen.length))
    if (room.length < fresh.length) announce(t('acts.limit', { limit: LIMIT }))
    if (!room.length) return
    if (!chosen.length) since.current = performance.now()
    setChosen([...chosen, ...room])
    setWhy((old) => ({ ...old, ...Object.fromEntries(room.map((id) => [id, ''])) }))
    for (const id of room) void take(id)
  }
  const toggle = (id: number) => (chosen.includes(id) ? leave(id) : choose([id]))

  const approve = async () => {
    const shown = chosen.flatMap((id) => drafts[id] ?? [])
    if (sending || !shown.length || shown.length < chosen.length) return
    setSending(true)
    setError('')
    try {
      const batch = await store.decideTogether(shown, performance.now() - since.current)
      const done = batch.results.filter((one) => one.review).length
      setResult(batch)
      setChosen([])
      announce(t('acts.batchDone', { done, refused: batch.results.length - done }))
    } catch (problem) {
      setError(problem instanceof Error ? problem.message : String(problem))
      for (const one of shown) store.forget(one.id)
    }
    setSending(false)
  }

  // What is chosen is read by this person: the leases are kept, and given back on leaving.
  useEffect(() => {
    const timer = setInterval(() => {
      if (held.current.length) void api.heartbeat(held.current).catch(() => undefined)
    }, HEARTBEAT_MS)
    return () => {
      clearInterval(timer)
      if (held.current.length) void api.release(held.current).catch(() => undefined)
    }
  }, [])

  const ready = chosen.length > 0 && chosen.every((id) => drafts[id])
  return { chosen, drafts, why, choose, toggle, approve, ready, sending, result, setResult, error }
}
