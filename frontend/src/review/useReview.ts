import { useEffect, useEffectEvent, useRef, useState } from 'react'
import type {
  DecisionBody,
  ReasonCode,
  Suggestion,
  TicketDetail,
  TicketStatus,
  TriageCorrections,
} from '../api/types'
import { ApiError } from '../api/client'
import { t } from '../i18n'
import { lastInputAt } from '../keys/guard'
import { loadDraft, saveDraft, forgetDrafts } from '../lib/drafts'
import { GAP } from '../lib/filled'
import { announce } from '../lib/live'
import { useOnline } from '../lib/useOnline'
import { useSession } from '../session/useSession'
import { useDecisions } from './DecisionsProvider'
import { useDwell } from './useDwell'
import { overtakenBy, toConfirm, whyNoApproval, whyNoDecision } from './mayApprove'
import { corrected, type Field, type FullTriage } from './proposals'

type Mode = 'read' | 'edit' | 'reject' | 'confirm' | 'skip' | 'ask'

/** Nobody reads a draft in this time; a press this early was meant for the item before. */
const SETTLE_MS = 350
const NEXT: TicketStatus[] = ['resolved', 'pending', 'open']

interface Options {
  suggestion: Suggestion
  ticket: TicketDetail | undefined
  onDecide: (body: DecisionBody) => void
  onComposing: (typing: boolean) => void
  /** An answer to another ticket that the person wants in this reply. */
  offered?: Offered | null
  onTaken?: () => void
}

export interface Offered {
  text: string
  reference: string
}

/** The state of one review: what is being done, what was typed, and what may be done. */
export function useReview(options: Options) {
  const { suggestion, ticket, onDecide, onComposing, offered, onTaken } = options
  const { user, mayDecide } = useSession()
  const online = useOnline()
  const { store } = useDecisions()
  const attempt = store.of(suggestion.id)
  const [saw] = useState(suggestion)
  const base = saw.first_review?.final_reply ?? saw.reply
  const baseSummary = saw.first_review?.final_summary || saw.summary
  const [saved] = useState(() => loadDraft(user.id, suggestion.id, suggestion.content_hash))
  // An edit that failed to go through or was taken back is at hand even where nothing is stored.
  // Not over another text of the same draft: it was made of a planted error.
  const same = attempt?.body.content_hash === suggestion.content_hash
  const cameBack = same && (attempt.state === 'failed' || attempt.state === 'undone')
  const lost = cameBack && attempt.body.verdict === 'edit' ? attempt.body : null
  const restored = saved !== null && (saved.reply !== base || saved.summary !== baseSummary)
  const [mode, setMode] = useState<Mode>((restored && !saved.aside) || lost ? 'edit' : 'read')
  const [reply, setReply] = useState(saved?.reply ?? lost?.reply ?? base)
  const [summary, setSummary] = useState(saved?.summary ?? lost?.summary ?? baseSummary)
  const [triage, setTriage] = useState<TriageCorrections>(
    (saved?.triage ?? (cameBack && attempt.body.triage)) || {},
  )
  const [aside, setAside] = useState(saved?.aside ? saved.reply : null)
  const [note, setNote] = useState((cameBack && attempt.body.note) || '')
  const [nextStatus, setNextStatus] = useState<TicketStatus>(
    // A rejection leaves the ticket as it is, whatever was chosen for an approval.
    cameBack && attempt.body.verdict !== 'reject' ? attempt.body.next_status : 'resolved',
  )
  const [skipNote, setSkipNote] = useState('')
  const [instruction, setInstruction] = useState('')
  const { shownAt, dwell } = useDwell()

  const dirty = reply !== base || summary !== baseSummary
  const kept = useRef(false)
  useEffect(() => {
    const keep = dirty || hasAny(triage)
    if (keep) saveDraft(user.id, suggestion.id, suggestion.content_hash, { reply, summary, triage })
    else if (kept.current) forgetDrafts(user.id, suggestion.id)
    kept.current = keep
  }, [dirty, reply, summary, triage, suggestion.id, suggestion.content_hash, user.id])
  const tellBusy = useEffectEvent(onComposing)
  useEffect(() => {
    tellBusy(mode !== 'read')
    return () => tellBusy(false)
  }, [mode])

  const now = { suggestion, ticket, mayDecide, online, userId: user.id }
  const blocked = whyNoDecision(now)
  const noApproval = whyNoApproval(now)
  const overtaken = mayDecide ? overtakenBy(saw, suggestion, ticket) : null
  const typed = mode === 'edit' ? dirty : mode === 'reject' && note.trim() !== ''
  // What a person typed is never written over: another answer comes after it.
  const take = useEffectEvent((answer: Offered) => {
    if (blocked) return announce(t('review.cannotUse'))
    setReply(dirty ? `${reply.trimEnd()}\n\n${answer.text}` : answer.text)
    setMode('edit')
    announce(t('review.copiedFrom', { ticket: answer.reference }))
  })
  useEffect(() => {
    if (!offered) return
    take(offered)
    onTaken?.()
  }, [offered, onTaken])
  const unfinished = !reply.trim() || reply.includes(GAP)
  const settled = () => lastInputAt() - shownAt.current > SETTLE_MS

  const send = (part: Pick<DecisionBody, 'verdict'> & Partial<DecisionBody>) => {
    if (!settled() || (blocked && !overtaken)) return
    const body = {
      content_hash: suggestion.content_hash,
      ticket_version: suggestion.ticket_version,
      next_status: nextStatus,
      ...(saw.first_review ? { first_review: saw.first_review.id } : {}),
      dwell_ms: dwell(),
      ...part,
      ...(hasAny({ ...triage, ...part.triage }) ? { triage: { ...triage, ...part.triage } } : {}),
    }
    if (!overtaken) return onDecide(body)
    const problem = { code: overtaken, detail: blocked ?? '', current: suggestion }
    store.refuse(saw, body, new ApiError(409, problem))
  }
  const correct = <Name extends Field>(field: Name, value: FullTriage[Name]) =>
    setTriage(corrected(suggestion, triage, field, value))
  const doubts = toConfirm(suggestion)
  const approve = () => {
    if (noApproval) return
    // What was set aside to decide on the draft as it is now does not hold that up.
    if (dirty && reply !== aside) {
      setMode('edit')
      announce(t('review.editWaits'))
    } else if (!doubts.length) send({ verdict: 'approve' })
    else if (settled()) setMode('confirm')
  }
  const confirm = () => {
    if (!noApproval)
      send({ verdict: 'approve', confirmed: [...new Set(doubts.map((gate) => gate.code))] })
  }
  const submitEdit = () => {
    if (unfinished) return
    if (dirty) send({ verdict: 'edit', reply, summary })
    else approve()
  }
  const reject = (reason_code: ReasonCode, duplicateOf?: number) => {
    // A rejection says nothing to the customer: the ticket stays where it is.
    const status = ticket?.status ?? 'open'
    send({
      verdict: 'reject',
      reason_code,
      next_status: status,
      ...(note.trim() ? { note: note.trim() } : {}),
      ...(duplicateOf ? { triage: { duplicate_of: duplicateOf } } : {}),
    })
  }
  /** Beside what came between: the text, or the note to a rejection, that can be sent no more. */
  const compare = () => {
    if (!overtaken || !typed) return
    if (mode === 'edit') send({ verdict: 'edit', reply, summary })
    else send({ verdict: 'reject', note: note.trim() })
  }
  const discard = () => {
    if (cameBack) store.forget(suggestion.id)
    setReply(base)
    setSummary(baseSummary)
    setMode('read')
  }
  const cycleStatus = () =>
    setNextStatus((old) => NEXT[(NEXT.indexOf(old) + 1) % NEXT.length] ?? 'resolved')

  return {
    attempt,
    mode,
    setMode,
    reply,
    setReply,
    summary,
    setSummary,
    triage,
    correct,
    note,
    setNote,
    skipNote,
    setSkipNote,
    instruction,
    setInstruction,
    nextStatus,
    setNextStatus,
    cycleStatus,
    dirty,
    unfinished,
    blocked,
    overtaken,
    typed,
    compare,
    mayPassOn: mayDecide && online && suggestion.status === 'pending_review',
    noApproval,
    settled,
    doubts,
    approve,
    confirm,
    submitEdit,
    reject,
    discard,
    setAside,
    restoredAt: restored ? saved.savedAt : null,
    user,
    store,
  }
}

const hasAny = (corrections: TriageCorrections) => Object.keys(corrections).length > 0

export type ReviewState = ReturnType<typeof useReview>
