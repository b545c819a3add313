import type { DecisionBody, SkipReason, Suggestion, TicketDetail } from '../api/types'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Suspense, useEffect, useState } from 'react'
import { api } from '../api/endpoints'
import { keys } from '../api/queries'
import { useAI } from '../ai/useAI'
import { AI_WORDS } from '../ai/words'
import { t } from '../i18n'
import { useKeys } from '../keys/useKeys'
import { announce } from '../lib/live'
import { ActionBar } from './ActionBar'
import { Draft } from './Draft'
import { Provenance } from './Provenance'
import {
  AskPanel,
  ConfirmPanel,
  Conflict,
  Editor,
  FullProvenance,
  Notices,
  Overtaken,
  preloadParts,
  RejectPanel,
  SkipPanel,
  Versions,
} from './lazyParts'
import { RiskBadge } from './RiskBadge'
import { Triage } from './Triage'
import { useReview, type Offered } from './useReview'
import classes from './ReviewPanel.module.css'

export interface ReviewPanelProps {
  suggestion: Suggestion
  ticket: TicketDetail | undefined
  source: number | null
  lost?: boolean
  onSource: (n: number) => void
  onDecide: (body: DecisionBody) => void
  onSkip?: (reason: SkipReason, note: string) => void
  onTake?: () => Promise<string | null>
  onOpen: (id: number) => void
  onNext?: () => void
  onComposing: (typing: boolean) => void
  offered?: Offered | null
  onTaken?: () => void
}

/** One draft and everything a person can do with it. */
export function ReviewPanel(props: ReviewPanelProps) {
  const { suggestion, ticket, onSource } = props
  const review = useReview(props)
  const { mode, setMode, attempt } = review
  const [provenance, setProvenance] = useState(false)
  const [full, setFull] = useState(false)
  const [versions, setVersions] = useState(false)
  const [triage, setTriage] = useState(false)
  const regenerate = useRegenerate(suggestion)
  // Asking withdraws this draft at once; with the AI away there would be none for a long time.
  const ai = useAI()
  const away =
    ai && ai.state !== 'available' ? t('review.aiAway', { why: AI_WORDS[ai.state] }) : null
  const conflict = attempt?.state === 'failed' && attempt.error?.conflict ? attempt : null
  useEffect(preloadParts, [])
  const overtaken = !conflict && mode !== 'read' && review.overtaken !== null
  const deciding = !conflict && !overtaken && !review.blocked

  useKeys(
    {
      a: () => (review.noApproval ? announce(review.noApproval) : review.approve()),
      e: () => setMode('edit'),
      r: () => setMode('reject'),
      x: () => (away ? announce(away) : setMode('ask')),
    },
    { enabled: deciding && mode === 'read' },
  )
  const { onSkip, onNext } = props
  // What is not for review any more needs no reason to be left.
  const passOn = onSkip && (review.blocked && !review.mayPassOn ? onNext : () => setMode('skip'))
  useKeys({ s: () => passOn?.() }, { enabled: Boolean(passOn) && mode === 'read' })
  useKeys({ n: review.cycleStatus }, { enabled: deciding && ['read', 'confirm'].includes(mode) })
  useKeys({ t: () => setTriage(true) }, { enabled: deciding || overtaken })
  useKeys({ p: () => setProvenance((old) => !old) }, { enabled: mode !== 'edit' })
  useKeys({ d: () => setVersions(true) }, { enabled: mode !== 'edit' })
  useKeys({ f: () => setFull(true) }, { enabled: provenance })
  useSourceKeys(suggestion, mode === 'read' || mode === 'confirm', onSource)
  useKeys(
    {
      Escape: () => {
        if (provenance) setProvenance(false)
        else if (triage) setTriage(false)
        else if (mode !== 'read') setMode('read')
        else if (props.source !== null) onSource(props.source)
      },
    },
    { everywhere: true },
  )
  useKeys(
    { '$mod+Enter': review.submitEdit },
    { everywhere: true, enabled: deciding && mode === 'edit' },
  )
  useKeys({ '$mod+Enter': review.compare }, { everywhere: true, enabled: overtaken })

  return (
    <>
      <div className={classes.head}>
        <h2 className={classes.title}>
          {t(conflict ? 'review.notSent' : mode === 'edit' ? 'review.yourEdit' : 'review.aiDraft')}
        </h2>
        <Provenance
          suggestion={suggestion}
          open={provenance}
          onChange={setProvenance}
          onFull={() => setFull(true)}
        />
        <RiskBadge risk={suggestion.risk} />
      </div>
      <Triage
        suggestion={suggestion}
        corrections={review.triage}
        onCorrect={review.correct}
        open={deciding || overtaken ? triage : null}
        onOpen={setTriage}
      />
      <div className={classes.body}>
        <Suspense fallback={null}>
          {conflict ? (
            <Conflict attempt={conflict} review={review} {...props} />
          ) : (
            <>
              {!overtaken && (
                <Suspense fallback={null}>
                  <Notices {...props} review={review} regenerating={regenerate} />
                </Suspense>
              )}
              {mode === 'edit' ? (
                <Editor suggestion={suggestion} review={review} />
              ) : (
                <Draft
                  suggestion={suggestion}
                  source={props.source}
                  onSource={onSource}
                  onVersions={() => setVersions(true)}
                />
              )}
              {mode === 'reject' && <RejectPanel suggestion={suggestion} review={review} />}
              {mode === 'skip' && onSkip && (
                <SkipPanel
                  review={review}
                  onSkip={(reason, note) => review.settled() && onSkip(reason, note)}
                />
              )}
              {mode === 'ask' && <AskPanel review={review} regenerate={regenerate} />}
              {mode === 'confirm' && <ConfirmPanel review={review} />}
            </>
          )}
        </Suspense>
      </div>
      {full && (
        <Suspense fallback={null}>
          <FullProvenance suggestion={suggestion} onClose={() => setFull(false)} />
        </Suspense>
      )}
      {versions && (
        <Suspense fallback={null}>
          <Versions suggestion={suggestion} onClose={() => setVersions(false)} />
        </Suspense>
      )}
      {overtaken && (
        <Suspense fallback={null}>
          <Overtaken suggestion={suggestion} review={review} />
        </Suspense>
      )}
      {!conflict && !overtaken && suggestion.status === 'pending_review' && (
        <ActionBar
          review={review}
          suggestion={suggestion}
          onSkip={passOn}
          regenerate={regenerate}
          busy={ticket?.draft_job?.status === 'running'}
          away={away}
        />
      )}
    </>
  )
}

function useSourceKeys(suggestion: Suggestion, enabled: boolean, onSource: (n: number) => void) {
  const bindings = Object.fromEntries(
    suggestion.citations
      .filter((citation) => citation.n <= 9)
      .map((citation) => [String(citation.n), () => onSource(citation.n)]),
  )
  useKeys(bindings, { enabled })
}

/** Asks for another draft; the one on screen stays until the new one is there. */
function useRegenerate(suggestion: Suggestion) {
  const client = useQueryClient()
  const mutation = useMutation({
    mutationFn: (instruction: string) => api.regenerate(suggestion.ticket, instruction),
    onSuccess: () => {
      announce(t('review.asked'))
      void client.invalidateQueries({ queryKey: keys.ticket(suggestion.ticket) })
    },
    onError: ({ message }) =>
      announce(t('review.notAskedFor', { ticket: suggestion.ticket_reference, why: message })),
  })
  const { reset } = mutation
  useEffect(() => reset, [reset])
  return mutation
}

export type Regenerate = ReturnType<typeof useRegenerate>
