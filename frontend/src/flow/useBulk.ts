import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { ApiError } from '../api/client'
import { api } from '../api/endpoints'
import { suggestionOptions } from '../api/queries'
import type { Batch, QueueItem, Suggestion } from '../api/types'
import { t } from '../i18n'
import { announce } from '../lib/live'
import { letGo, useLeases } from '../queue/useLeases'
import { useDecisions } from '../review/DecisionsProvider'
import { toConfirm } from '../review/mayApprove'

/** As the server holds it (ai_review/bulk.py). */
export const LIMIT = 25

/** Why this draft is decided by itself, in words; empty when it may be among others. */
export function whyAlone(one: Suggestion): string {
  if (one.status !== 'pending_review') return t('acts.alone.decided')
  if (one.risk !== 'low') return t('acts.alone.risk')
  if (one.required_reviews > 1) return t('acts.alone.two')
  if (!one.reply.trim()) return t('acts.alone.empty')
  if (toConfirm(one).length) return t('acts.alone.word')
  return ''
}

/**
 * The drafts chosen to be approved together: leased while they are chosen, and read before. Those that
 * the queue itself has leased (`queued`) stay leased when they are taken out again.
 */
export function useBulk(items: QueueItem[], queued: number[]) {
  const client = useQueryClient()
  const { store } = useDecisions()
  const [picked, setPicked] = useState<number[]>([])
  const [drafts, setDrafts] = useState<Record<number, Suggestion>>({})
  const [why, setWhy] = useState<Record<number, string>>({})
  const [sending, setSending] = useState(false)
  const [result, setResult] = useState<Batch | null>(null)
  const [error, setError] = useState('')
  const since = useRef(0)
  // What is not listed any more cannot be read here, so it is not signed either.
  const chosen = sending ? picked : picked.filter((id) => items.some((one) => one.id === id))
  const now = useRef<number[]>([])
  const held = useRef<number[]>([])
  const kept = useRef(queued)
  useEffect(() => {
    now.current = picked
    kept.current = queued
    held.current = picked.filter((id) => !queued.includes(id))
  })
  useEffect(() => () => void (now.current = []), [])

  const drop = (ids: number[], reason: string) => {
    setPicked((old) => old.filter((one) => !ids.includes(one)))
    setWhy((old) => ({ ...old, ...Object.fromEntries(ids.map((id) => [id, reason])) }))
  }
  const leave = (id: number, reason = '') => {
    drop([id], reason)
    if (!kept.current.includes(id)) letGo([id])
  }
  useLeases(held, (ids) => {
    drop(ids, t('queue.holdLost'))
    announce(t('flow.holdLost', { count: ids.length }))
  })

  const take = async (id: number) => {
    try {
      await api.take(id)
      // Taken out again, or left, before the answer came.
      if (!now.current.includes(id)) return leave(id)
      const draft = await client.fetchQuery({ ...suggestionOptions(id), staleTime: 0 })
      const alone = whyAlone(draft)
      if (alone) return leave(id, alone)
      setDrafts((old) => ({ ...old, [id]: draft }))
    } catch (problem) {
      const words = problem instanceof ApiError ? problem.message : String(problem)
      drop([id], words)
      announce(words)
    }
  }

  const choose = (ids: number[]) => {
    const fresh = ids.filter((id) => !chosen.includes(id) && items.some((one) => one.id === id))
    const room = fresh.slice(0, Math.max(0, LIMIT - chosen.length))
    if (room.length < fresh.length) announce(t('acts.limit', { limit: LIMIT }))
    if (!room.length) return
    if (!chosen.length) since.current = performance.now()
    setPicked([...chosen, ...room])
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
      setPicked([])
      announce(t('acts.batchDone', { done, refused: batch.results.length - done }))
    } catch (problem) {
      setError(problem instanceof Error ? problem.message : String(problem))
      for (const one of shown) store.forget(one.id)
    }
    setSending(false)
  }

  const ready = chosen.length > 0 && chosen.every((id) => drafts[id])
  return { chosen, drafts, why, choose, toggle, approve, ready, sending, result, setResult, error }
}
