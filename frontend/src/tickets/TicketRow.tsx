import { Skeleton } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { Priority, TicketListItem } from '../api/types'
import { t } from '../i18n'
import { ago, fullTime } from '../lib/time'
import { PRIORITY_WORDS, REVIEW_WORDS, STATUS_WORDS } from '../lib/words'
import classes from './TicketsPage.module.css'

export function TicketRow({ ticket }: { ticket: TicketListItem }) {
  return (
    <li>
      <Link to="/tickets/$id" params={{ id: String(ticket.id) }} className={classes.row} data-row>
        <span className={classes.ref}>{ticket.reference}</span>
        <PriorityMark priority={ticket.priority} />
        <span className={classes.subject}>
          <b>{ticket.subject}</b>
          <span>{ticket.summary}</span>
        </span>
        <span className={classes.customer}>{ticket.customer.name}</span>
        <span className={classes.review} data-review={ticket.review_status ?? 'none'}>
          {ticket.review_status ? REVIEW_WORDS[ticket.review_status] : STATUS_WORDS[ticket.status]}
        </span>
        <time
          className={`${classes.time} hr-num`}
          dateTime={ticket.updated_at}
          title={fullTime(ticket.updated_at)}
        >
          {ago(ticket.updated_at)}
        </time>
      </Link>
    </li>
  )
}

const LEVEL: Record<Priority, number> = { low: 0, normal: 1, high: 2, urgent: 3 }

function PriorityMark({ priority }: { priority: Priority }) {
  return (
    <span className={classes.priority} data-priority={priority} title={PRIORITY_WORDS[priority]}>
      <span className="hr-hidden">{PRIORITY_WORDS[priority]}</span>
      <svg width="14" height="12" viewBox="0 0 14 12" aria-hidden="true">
        {[1, 2, 3].map((bar) => (
          <rect
            key={bar}
            x={(bar - 1) * 5}
            y={9 - bar * 3}
            width="3.4"
            height={3 + bar * 3}
            rx="1"
            fill="currentColor"
            opacity={bar <= LEVEL[priority] ? 1 : 0.28}
          />
        ))}
      </svg>
    </span>
  )
}

export function TicketRowSkeletons() {
  return (
    <div className={classes.ghost} aria-busy="true">
      <span className="hr-hidden">{t('tickets.loading')}</span>
      {[0, 1, 2, 3, 4, 5, 6].map((row) => (
        <Skeleton key={row} height={22} width={`${92 - ((row * 13) % 34)}%`} />
      ))}
    </div>
  )
}
