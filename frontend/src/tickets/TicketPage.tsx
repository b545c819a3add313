import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useCallback, useEffect, useEffectEvent, useRef, useState } from 'react'
import { POLL_MS, ticketOptions } from '../api/queries'
import { pollEvery } from '../live/state'
import type { TicketDetail } from '../api/types'
import { Beneath } from '../desk/Beneath'
import { t } from '../i18n'
import { useKeys } from '../keys/useKeys'
import { loadMessage } from '../lib/drafts'
import { announce } from '../lib/live'
import { useDecisions } from '../review/DecisionsProvider'
import { ReviewPanel } from '../review/ReviewPanel'
import { useSession } from '../session/useSession'
import { useHeld } from '../review/useHeld'
import type { Offered } from '../review/useReview'
import { SourcePane } from '../review/SourcePane'
import { StateScreen } from '../ui/StateScreen'
import { ItemSkeleton } from '../queue/ItemSkeleton'
import { Composer, type Composing } from './Composer'
import { Conversation } from './Conversation'
import { JobState } from './JobState'
import { TicketTop } from './TicketTop'
import { Timeline } from './Timeline'
import itemClasses from '../queue/Item.module.css'
import classes from './TicketPage.module.css'

const KINDS = ['public_reply', 'internal_note'] as const

export function TicketPage() {
  const { id } = useParams({ from: '/tickets/$id' })
  const query = useQuery({ ...ticketOptions(Number(id)), refetchInterval: pollEvery(POLL_MS) })
  const { tab, compose } = useSearch({ from: '/tickets/$id' })
  if (query.error && !query.data) {
    return (
      <StateScreen tone="bad" title={query.error.message} detail={t('tickets.mayNotExist')}>
        <Button onClick={() => void query.refetch()}>{t('common.tryAgain')}</Button>
        <Button variant="default" component={Link} to="/tickets">
          {t('tickets.all')}
        </Button>
      </StateScreen>
    )
  }
  if (!query.data) {
    return (
      <div className={classes.page}>
        <ItemSkeleton />
      </div>
    )
  }
  return <Loaded key={query.data.id} ticket={query.data} tab={tab} compose={compose} />
}

interface LoadedProps {
  ticket: TicketDetail
  tab: 'timeline' | undefined
  /** Opened to write one more reply. */
  compose: 'reply' | undefined
}

function Loaded({ ticket, tab, compose }: LoadedProps) {
  const navigate = useNavigate()
  const { store } = useDecisions()
  const [source, setSource] = useState<number | null>(null)
  const { user } = useSession()
  const [kept] = useState(
    () => (!compose && KINDS.find((kind) => loadMessage(user.id, ticket.id, kind))) || null,
  )
  const [writing, setWriting] = useState<Composing>(compose ? 'public_reply' : kept)
  const [asked, setAsked] = useState({ compose, times: compose ? 1 : 0 })
  if (asked.compose !== compose) {
    setAsked({ compose, times: asked.times + (compose ? 1 : 0) })
    if (compose) setWriting('public_reply')
  }
  const [offered, setOffered] = useState<Offered | null>(null)
  const taken = useCallback(() => setOffered(null), [])
  const heading = useRef<HTMLHeadingElement>(null)
  const held = useHeld(ticket.suggestion)
  const suggestion = held.shown
  const citation = suggestion?.citations.find((one) => one.n === source)
  useEffect(() => {
    document.title = `${ticket.reference} ${ticket.subject} · Handrail`
  }, [ticket.reference, ticket.subject])
  const begin = useEffectEvent(() => {
    if (!compose) heading.current?.focus()
  })
  useEffect(() => begin(), [])
  const setTab = (next: 'timeline' | undefined) =>
    void navigate({
      to: '/tickets/$id',
      params: { id: String(ticket.id) },
      search: { tab: next },
      replace: true,
    })
  const write = (kind: Composing) => {
    setWriting(kind)
    // A reply that was asked for and is done with can be asked for once more.
    if (!kind && compose) setTab(tab)
  }
  const answer = () => {
    setTab(undefined)
    setWriting('public_reply')
  }
  const pending = suggestion?.status === 'pending_review'
  /** Into the draft under review; where there is none, into a reply by hand. */
  const use = (text: string, reference: string) => {
    setOffered({ text, reference })
    if (!pending) setWriting('public_reply')
  }
  useKeys({ l: () => setTab(tab ? undefined : 'timeline') })

  return (
    <div className={classes.page}>
      <section className={`${itemClasses.zone} ${classes.left}`} aria-label={t('tickets.ticket')}>
        <TicketTop ticket={ticket} headingRef={heading} tab={tab} onTab={setTab} />
        <div
          className={classes.scroll}
          role="region"
          aria-label={t(tab === 'timeline' ? 'tickets.timeline' : 'tickets.conversation')}
          tabIndex={0}
          data-scroll
        >
          {citation ? (
            <SourcePane citation={citation} onClose={() => setSource(null)} />
          ) : tab === 'timeline' ? (
            <Timeline ticket={ticket.id} />
          ) : (
            <Conversation
              messages={ticket.messages}
              customer={ticket.customer.name}
              error={null}
              onRetry={() => undefined}
            />
          )}
          {tab !== 'timeline' && <Beneath ticket={ticket.id} onUse={use} />}
        </div>
        <Composer
          key={asked.times}
          ticket={ticket}
          kind={writing}
          restored={kept !== null && !asked.times}
          onKind={write}
          offered={pending ? null : offered}
          onTaken={taken}
        />
      </section>
      <section className={itemClasses.zone} data-side aria-label={t('review.aiDraft')}>
        {suggestion ? (
          <ReviewPanel
            key={held.key}
            suggestion={suggestion}
            ticket={ticket}
            source={source}
            onSource={(n) => setSource((old) => (old === n ? null : n))}
            onDecide={(body) => {
              if (store.decide(suggestion, body)) {
                announce(t('tickets.decided', { verdict: body.verdict, ticket: ticket.reference }))
              }
            }}
            onOpen={() => undefined}
            onComposing={held.setBusy}
            offered={pending ? offered : null}
            onTaken={taken}
          />
        ) : (
          <JobState ticket={ticket} onAnswer={answer} />
        )}
      </section>
    </div>
  )
}
