import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Ref } from 'react'
import { api } from '../api/endpoints'
import { keys, ticketOptions } from '../api/queries'
import type { TicketDetail, TicketStatus } from '../api/types'
import { Keys } from '../keys/Keys'
import { announce } from '../lib/live'
import { fullTime } from '../lib/time'
import {
  categoryWords,
  languageWords,
  PRIORITY_WORDS,
  SENTIMENT_WORDS,
  STATUS_WORDS,
} from '../lib/words'
import { useSession } from '../session/useSession'
import { LeftIcon } from '../ui/icons'
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
        <Link to="/tickets" className={classes.back} aria-label="All tickets">
          <LeftIcon size={15} />
        </Link>
        <span>{ticket.reference}</span>
        <StatusSelect ticket={ticket} />
        <span data-priority={ticket.priority} className={header.priority}>
          {PRIORITY_WORDS[ticket.priority]}
        </span>
        <span title={fullTime(ticket.created_at)}>opened {fullTime(ticket.created_at)}</span>
      </div>
      <h1 ref={headingRef} tabIndex={-1} className={header.subject}>
        {ticket.subject}
      </h1>
      <p className={header.customer}>
        {ticket.customer.name}
        <span>{ticket.customer.email}</span>
        <span>by {ticket.channel}</span>
        {ticket.category && <span>{categoryWords(ticket.category)}</span>}
        {ticket.language && <span>writes {languageWords(ticket.language)}</span>}
        {ticket.sentiment && <span>{SENTIMENT_WORDS[ticket.sentiment]} tone</span>}
        {ticket.duplicate_of !== null && <DuplicateOf id={ticket.duplicate_of} />}
        {ticket.assignee && <span>assigned to {ticket.assignee.name}</span>}
        {ticket.tags.map((tag) => (
          <span key={tag}>#{tag}</span>
        ))}
      </p>
      <div className={classes.tabs} role="group" aria-label="Show">
        <button type="button" aria-pressed={!tab} onClick={() => onTab(undefined)}>
          Conversation
        </button>
        <button type="button" aria-pressed={tab === 'timeline'} onClick={() => onTab('timeline')}>
          Timeline
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
      Duplicate of{' '}
      <Link to="/tickets/$id" params={{ id: String(id) }} title={data?.subject}>
        {data?.reference ?? 'another ticket'}
      </Link>
    </span>
  )
}

function StatusSelect({ ticket }: { ticket: TicketDetail }) {
  const client = useQueryClient()
  const { mayWrite } = useSession()
  const change = useMutation({
    mutationFn: (status: TicketStatus) => api.setTicketStatus(ticket.id, ticket.version, status),
    onSuccess: (_, status) =>
      announce(`${ticket.reference} is now ${STATUS_WORDS[status].toLowerCase()}.`),
    onSettled: () => client.invalidateQueries({ queryKey: keys.ticket(ticket.id) }),
  })
  if (!mayWrite) return <span>{STATUS_WORDS[ticket.status]}</span>
  return (
    <>
      <select
        className={classes.select}
        aria-label="Status"
        value={change.isPending ? change.variables : ticket.status}
        onChange={(event) => change.mutate(event.currentTarget.value as TicketStatus)}
      >
        {Object.entries(STATUS_WORDS).map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
      {change.error && (
        <span role="alert" className={classes.error}>
          Not changed: {change.error.message}
        </span>
      )}
    </>
  )
}
