import { Button, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { historyOptions, POLL_MS, timelineOptions } from '../api/queries'
import { pollEvery } from '../live/state'
import type { RowChange, TimelineEvent } from '../api/types'
import { t } from '../i18n'
import { fullTime, messageTime } from '../lib/time'
import { ChevronIcon } from '../ui/icons'
import { StateScreen } from '../ui/StateScreen'
import { eventWords, fieldName, valueWords } from './eventWords'
import classes from './Timeline.module.css'

/** Every recorded act on the ticket, oldest first, with what it changed in the ticket's row. */
export function Timeline({ ticket }: { ticket: number }) {
  const query = useQuery({ ...timelineOptions(ticket), refetchInterval: pollEvery(POLL_MS) })
  const rows = useQuery({ ...historyOptions(ticket), refetchInterval: pollEvery(POLL_MS * 3) })
  if (query.error) {
    return (
      <StateScreen tone="bad" title={t('tickets.timelineFailed')} detail={query.error.message}>
        <Button onClick={() => void query.refetch()}>{t('common.tryAgain')}</Button>
      </StateScreen>
    )
  }
  if (!query.data) return <Skeleton height={180} m="lg" radius={10} />
  const rowsOf = (event: TimelineEvent) =>
    rows.data?.results.filter((row) => row.event === event.id) ?? []
  return (
    <ol className={classes.list}>
      {query.data.results.map((event) => (
        <Act key={event.id} event={event} rows={rowsOf(event)} />
      ))}
    </ol>
  )
}

function Act({ event, rows }: { event: TimelineEvent; rows: RowChange[] }) {
  const [open, setOpen] = useState(false)
  return (
    <li className={classes.event} data-kind={event.actor.kind}>
      <span className={classes.dot} aria-hidden="true" />
      <div className={classes.act}>
        <p>
          {eventWords(event)}
          <span className={classes.actor}>
            {t(`tickets.actor.${event.actor.kind}`)} · <code>{event.action}</code>
          </span>
        </p>
        {rows.length > 0 && (
          <button
            type="button"
            className={classes.more}
            aria-expanded={open}
            onClick={() => setOpen(!open)}
          >
            <ChevronIcon size={12} /> {t('tickets.rowBefore')}
          </button>
        )}
        {open && rows.map((row) => <Changes key={row.id} row={row} />)}
      </div>
      <time className="hr-num" dateTime={event.at} title={fullTime(event.at)}>
        {messageTime(event.at)}
      </time>
    </li>
  )
}

/** What the row looked like before and after. */
function Changes({ row }: { row: RowChange }) {
  return (
    <dl className={classes.changes}>
      {row.changes.map(({ field, before, after }) => (
        <div key={field}>
          <dt>{fieldName(field)}</dt>
          <dd>
            <del>{valueWords(field, before)}</del>
            <span aria-hidden="true"> → </span>
            <ins>{valueWords(field, after)}</ins>
          </dd>
        </div>
      ))}
    </dl>
  )
}
