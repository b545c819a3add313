import { Button, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { POLL_MS, timelineOptions } from '../api/queries'
import { pollEvery } from '../live/state'
import { t } from '../i18n'
import { fullTime, messageTime } from '../lib/time'
import { StateScreen } from '../ui/StateScreen'
import classes from './Timeline.module.css'

/** Every recorded act on the ticket, oldest first, in the server's words. */
export function Timeline({ ticket }: { ticket: number }) {
  const query = useQuery({ ...timelineOptions(ticket), refetchInterval: pollEvery(POLL_MS) })
  if (query.error) {
    return (
      <StateScreen tone="bad" title={t('tickets.timelineFailed')} detail={query.error.message}>
        <Button onClick={() => void query.refetch()}>{t('common.tryAgain')}</Button>
      </StateScreen>
    )
  }
  if (!query.data) return <Skeleton height={180} m="lg" radius={10} />
  return (
    <ol className={classes.list}>
      {query.data.results.map((event) => (
        <li key={event.id} className={classes.event} data-kind={event.actor.kind}>
          <span className={classes.dot} aria-hidden="true" />
          <p>
            {event.text}
            <span className={classes.actor}>
              {t(`tickets.actor.${event.actor.kind}`)} · <code>{event.action}</code>
            </span>
          </p>
          <time className="hr-num" dateTime={event.at} title={fullTime(event.at)}>
            {messageTime(event.at)}
          </time>
        </li>
      ))}
    </ol>
  )
}
