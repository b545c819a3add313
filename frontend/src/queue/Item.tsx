import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useCallback, useEffect, useRef, useState } from 'react'
import { POLL_MS, suggestionOptions, ticketOptions } from '../api/queries'
import { pollEvery } from '../live/state'
import type { DecisionBody, SkipReason, Suggestion } from '../api/types'
import { Beneath } from '../desk/Beneath'
import { NoteBar } from '../desk/NoteBar'
import { t } from '../i18n'
import { typing } from '../keys/guard'
import { useKeys } from '../keys/useKeys'
import { Conversation } from '../tickets/Conversation'
import { TicketHeader } from '../tickets/TicketHeader'
import { ReviewPanel } from '../review/ReviewPanel'
import { useHeld } from '../review/useHeld'
import type { Offered } from '../review/useReview'
import { SourcePane } from '../review/SourcePane'
import { StateScreen } from '../ui/StateScreen'
import { ItemSkeleton } from './ItemSkeleton'
import classes from './Item.module.css'

interface Props {
  id: number
  seed: Suggestion | undefined
  lost: boolean
  onDecide: (suggestion: Suggestion, body: DecisionBody) => void
  onSkip: (suggestion: Suggestion, reason: SkipReason, note: string) => void
  onTake: () => Promise<string | null>
  onOpen: (id: number) => void
  onNext: () => void
  onComposing: (typing: boolean) => void
}

/** The open item: the conversation (or a source) in the middle, the draft at the side. */
export function Item(props: Props) {
  const { id, seed, lost, onDecide, onOpen, onNext, onComposing } = props
  const navigate = useNavigate()
  const query = useQuery({ ...suggestionOptions(id), placeholderData: seed })
  const held = useHeld(query.data)
  const suggestion = held.shown
  const ticket = useQuery({
    ...ticketOptions(suggestion?.ticket ?? 0),
    enabled: suggestion !== undefined,
    refetchInterval: pollEvery(POLL_MS),
  })
  const [source, setSource] = useState<number | null>(null)
  const [offered, setOffered] = useState<Offered | null>(null)
  const taken = useCallback(() => setOffered(null), [])
  const heading = useRef<HTMLHeadingElement>(null)
  const here = suggestion !== undefined
  useEffect(() => {
    if (here && !typing() && !document.querySelector('[aria-modal="true"]'))
      heading.current?.focus()
  }, [here])

  const toggle = (n: number) => setSource((old) => (old === n ? null : n))
  useKeys({ o: () => openTicket() }, { enabled: here })
  const openTicket = () => {
    if (suggestion) void navigate({ to: '/tickets/$id', params: { id: String(suggestion.ticket) } })
  }

  if (query.error && !suggestion) {
    return (
      <div className={classes.zone} style={{ gridColumn: '2 / -1' }}>
        <StateScreen tone="bad" title={t('queue.draftFailed')} detail={query.error.message}>
          <Button onClick={() => void query.refetch()}>{t('common.tryAgain')}</Button>
          <Button variant="default" onClick={onNext}>
            {t('queue.nextDraft')}
          </Button>
        </StateScreen>
      </div>
    )
  }
  if (!suggestion) return <ItemSkeleton />
  const citation = suggestion.citations.find((one) => one.n === source)
  return (
    <>
      <section className={classes.zone} aria-label={t('queue.conversation')} data-col data-scroll>
        <TicketHeader
          ref={heading}
          suggestion={suggestion}
          ticket={ticket.data}
          onOpen={openTicket}
        />
        {citation ? (
          <SourcePane citation={citation} onClose={() => setSource(null)} />
        ) : (
          <Conversation
            messages={ticket.data?.messages}
            error={ticket.error}
            onRetry={() => void ticket.refetch()}
            customer={suggestion.customer_name}
          />
        )}
        <Beneath
          ticket={suggestion.ticket}
          onUse={(text, reference) => setOffered({ text, reference })}
        />
        {ticket.data && <NoteBar ticket={ticket.data} />}
      </section>
      <section className={classes.zone} data-side aria-label={t('queue.aiDraft')}>
        <ReviewPanel
          key={held.key}
          suggestion={suggestion}
          ticket={ticket.data}
          source={source}
          lost={lost}
          onSource={toggle}
          onDecide={(body) => onDecide(suggestion, body)}
          onSkip={(reason, note) => props.onSkip(suggestion, reason, note)}
          onTake={props.onTake}
          onOpen={onOpen}
          onNext={onNext}
          onComposing={(busy) => {
            held.setBusy(busy)
            onComposing(busy)
          }}
          offered={offered}
          onTaken={taken}
        />
      </section>
    </>
  )
}
