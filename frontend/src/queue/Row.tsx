import { Link } from '@tanstack/react-router'
import { memo, type CSSProperties } from 'react'
import type { QueueItem } from '../api/types'
import { locale, t } from '../i18n'
import { ago, fullTime } from '../lib/time'
import { categoryWords, languageWords, PRIORITY_WORDS } from '../lib/words'
import { useDecisions } from '../review/DecisionsProvider'
import { RiskBadge } from '../review/RiskBadge'
import { SlaClock } from '../tickets/SlaClock'
import { LockIcon, PenIcon, PeopleIcon, WarnIcon } from '../ui/icons'
import classes from './Row.module.css'

interface Props {
  id: number
  item: QueueItem | null
  held: boolean
  settled: boolean
  current: boolean
  lost: boolean
  /** Its place, counted from 1, in a list of so many. */
  place: number
  of: number
  top: number
  onPick: () => void
}

/** One line of the queue, always of the same height: the list is longer than what is drawn. */
export const Row = memo(function Row(props: Props) {
  const { id, item, current, settled, place, of, top } = props
  const style = { '--top': `${top}px` } as CSSProperties
  return (
    <li className={classes.place} style={style} aria-posinset={place} aria-setsize={of}>
      <Link
        from="/queue"
        to="/queue"
        search={(old) => ({ ...old, item: id })}
        replace
        preload={false}
        className={classes.row}
        aria-current={current ? 'true' : undefined}
        activeProps={{ 'aria-current': current ? 'true' : undefined }}
        data-settled={settled || undefined}
        onClick={props.onPick}
      >
        {item ? <Line {...props} item={item} /> : settled ? <Gone /> : <Ghost />}
      </Link>
    </li>
  )
})

function Line({ item, held, settled, lost }: Props & { item: QueueItem }) {
  const other = item.claim && !item.claim.mine && !held ? item.claim.by : null
  const loud = item.ticket_priority === 'urgent' || item.ticket_priority === 'high'
  const foreign = item.language && !locale().startsWith(item.language) ? item.language : ''
  return (
    <>
      <span className={classes.line}>
        <span className={classes.who}>{item.customer_name}</span>
        {item.due_at ? (
          <SlaClock small waitingSince={item.waiting_since} dueAt={item.due_at} />
        ) : (
          <time
            className="hr-num"
            dateTime={item.ticket_created_at}
            title={t('queue.waitingSince', { time: fullTime(item.ticket_created_at) })}
          >
            {ago(item.ticket_created_at)}
          </time>
        )}
      </span>
      <span className={classes.subject}>{item.ticket_subject}</span>
      <span className={classes.meta}>
        {loud && (
          <span
            className={classes.priority}
            data-priority={item.ticket_priority}
            title={t('queue.priority', { priority: PRIORITY_WORDS[item.ticket_priority] })}
          >
            {PRIORITY_WORDS[item.ticket_priority]}
          </span>
        )}
        {settled && <span className={classes.tag}>{t('queue.doneElsewhere')}</span>}
        {lost && <span className={classes.bad}>{t('queue.holdLost')}</span>}
        {!settled && <CameBack id={item.id} />}
        {other && (
          <span className={classes.tag}>
            <LockIcon size={13} /> {other.name}
          </span>
        )}
        {item.awaits_second && (
          <span className={classes.tag}>
            <PeopleIcon size={13} /> {t('queue.second')}
          </span>
        )}
        {!item.has_reply && (
          <span className={classes.tag} title={t('queue.draft.no_reply')}>
            <PenIcon size={13} /> {t('queue.noReply')}
          </span>
        )}
        <span className={classes.category}>
          {item.category ? categoryWords(item.category) : t('queue.noCategory')}
        </span>
        {foreign && (
          <abbr className={classes.language} title={languageWords(foreign)}>
            {foreign}
          </abbr>
        )}
        <RiskBadge risk={item.risk} small bare={item.risk !== 'high'} />
      </span>
    </>
  )
}

function CameBack({ id }: { id: number }) {
  const { store } = useDecisions()
  return store.of(id)?.state === 'failed' ? (
    <span className={classes.bad}>
      <WarnIcon size={13} /> {t('queue.cameBack')}
    </span>
  ) : null
}

/** Done before its line was ever asked for: nothing more of it will come. */
const Gone = () => <span className={classes.tag}>{t('queue.doneElsewhere')}</span>

const Ghost = () => (
  <span className={classes.ghost} aria-label={t('queue.loadingLine')}>
    <span />
    <span />
  </span>
)
