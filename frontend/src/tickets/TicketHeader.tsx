import type { Ref } from 'react'
import type { Suggestion, TicketDetail } from '../api/types'
import { TicketFacts } from '../desk/TicketFacts'
import { t } from '../i18n'
import { Keys } from '../keys/Keys'
import { Looking } from '../live/Looking'
import { OpenIcon } from '../ui/icons'
import { SlaClock } from './SlaClock'
import classes from './TicketHeader.module.css'

interface Props {
  suggestion: Suggestion
  ticket: TicketDetail | undefined
  onOpen: () => void
  ref: Ref<HTMLHeadingElement>
}

export function TicketHeader({ suggestion, ticket, onOpen, ref }: Props) {
  return (
    <header className={classes.header}>
      <div className={classes.top}>
        <span>{suggestion.ticket_reference}</span>
        {ticket && <SlaClock waitingSince={ticket.waiting_since} dueAt={ticket.due_at} />}
        <Looking ticket={suggestion.ticket} />
        <button type="button" className={classes.open} onClick={onOpen} aria-keyshortcuts="o">
          <OpenIcon size={14} /> {t('tickets.ticket')} <Keys of="o" />
        </button>
      </div>
      <h1 ref={ref} tabIndex={-1} className={classes.subject}>
        {suggestion.ticket_subject}
      </h1>
      <p className={classes.customer}>
        {suggestion.customer_name}
        {ticket && <span>{ticket.customer.email}</span>}
        {ticket && <span>{t('tickets.byChannel', { channel: ticket.channel })}</span>}
      </p>
      {ticket && <TicketFacts ticket={ticket} />}
    </header>
  )
}
