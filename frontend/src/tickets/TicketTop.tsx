import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Ref } from 'react'
import { ticketOptions } from '../api/queries'
import type { TicketDetail } from '../api/types'
import { TicketFacts } from '../desk/TicketFacts'
import { rich, t } from '../i18n'
import { Keys } from '../keys/Keys'
import { fullTime } from '../lib/time'
import { categoryWords, languageWords } from '../lib/words'
import { Looking } from '../live/Looking'
import { LeftIcon } from '../ui/icons'
import { SlaClock } from './SlaClock'
import header from './TicketHeader.module.css'
import classes from './TicketTop.module.css'

interface Props {
  ticket: TicketDetail
  headingRef: Ref<HTMLHeadingElement>
  tab: 'timeline' | undefined
  onTab: (tab: 'timeline' | undefined) => void
}

export function TicketTop({ ticket, headingRef, tab, onTab }: Props) {
  return (
    <header className={classes.top}>
      <div className={header.top}>
        <Link to="/tickets" className={classes.back} aria-label={t('tickets.all')}>
          <LeftIcon size={15} />
        </Link>
        <span>{ticket.reference}</span>
        <SlaClock waitingSince={ticket.waiting_since} dueAt={ticket.due_at} />
        <span title={fullTime(ticket.created_at)}>
          {t('tickets.opened', { time: fullTime(ticket.created_at) })}
        </span>
        <Looking ticket={ticket.id} />
      </div>
      <h1 ref={headingRef} tabIndex={-1} className={header.subject}>
        {ticket.subject}
      </h1>
      <p className={header.customer}>
        {ticket.customer.name}
        <span>{ticket.customer.email}</span>
        <span>{t('tickets.byChannel', { channel: ticket.channel })}</span>
        {ticket.category && <span>{categoryWords(ticket.category)}</span>}
        {ticket.language && (
          <span>{t('tickets.writes', { language: languageWords(ticket.language) })}</span>
        )}
        {ticket.sentiment && <span>{t('review.tone', { sentiment: ticket.sentiment })}</span>}
        {ticket.duplicate_of !== null && <DuplicateOf id={ticket.duplicate_of} />}
      </p>
      <TicketFacts ticket={ticket} />
      <div className={classes.tabs} role="group" aria-label={t('tickets.show')}>
        <button type="button" aria-pressed={!tab} onClick={() => onTab(undefined)}>
          {t('tickets.conversation')}
        </button>
        <button type="button" aria-pressed={tab === 'timeline'} onClick={() => onTab('timeline')}>
          {t('tickets.timeline')}
        </button>
        <Keys of="l" />
      </div>
    </header>
  )
}

function DuplicateOf({ id }: { id: number }) {
  const { data } = useQuery(ticketOptions(id))
  return (
    <span>
      {rich('review.duplicateOf', {
        ticket: (
          <Link to="/tickets/$id" params={{ id: String(id) }} title={data?.subject}>
            {data?.reference ?? t('review.anotherTicket')}
          </Link>
        ),
      })}
    </span>
  )
}
