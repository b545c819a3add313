import { Link } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { t } from '../i18n'
import { Keys } from '../keys/Keys'
import { ago, fullTime } from '../lib/time'
import { PRIORITY_WORDS } from '../lib/words'
import { useDecisions } from '../review/DecisionsProvider'
import { RiskBadge } from '../review/RiskBadge'
import { LockIcon, PeopleIcon, WarnIcon } from '../ui/icons'
import type { RailRow, useRail } from './useRail'
import classes from './Rail.module.css'

interface Props {
  label: string
  rail: ReturnType<typeof useRail>
  current: number | undefined
  lost: number[]
  /** Where several may be approved together. */
  onBulk?: () => void
}

export function Rail({ label, rail, current, lost, onBulk }: Props) {
  const box = useRef<HTMLElement>(null)
  useEffect(() => {
    box.current
      ?.querySelector('[aria-current]')
      ?.scrollIntoView?.({ block: 'nearest', inline: 'nearest' })
  }, [current])
  return (
    <aside className={classes.rail} aria-label={t('queue.listOf', { view: label })} ref={box}>
      <header className={classes.head}>
        <span className={classes.title}>{label}</span>
        <span className={`${classes.count} hr-num`} data-testid="waiting">
          {rail.loading ? '' : t('queue.waiting', { count: rail.waiting })}
        </span>
      </header>
      {onBulk && (
        <button type="button" className={classes.bulk} aria-keyshortcuts="b" onClick={onBulk}>
          {t('flow.bulkEnter')} <Keys of="b" />
        </button>
      )}
      {rail.arrived > 0 && (
        <button
          type="button"
          className={classes.arrived}
          aria-keyshortcuts="."
          onClick={rail.showArrived}
        >
          {t('queue.arrived', { count: rail.arrived })} <Keys of="." />
        </button>
      )}
      {rail.loading && <RowSkeletons />}
      <ol className={classes.list}>
        {rail.rows.map((row) => (
          <Row
            key={row.item.id}
            row={row}
            current={row.item.id === current}
            lost={lost.includes(row.item.id)}
          />
        ))}
      </ol>
    </aside>
  )
}

function Row({ row, current, lost }: { row: RailRow; current: boolean; lost: boolean }) {
  const { item, held, settled } = row
  const { store } = useDecisions()
  const failed = store.of(item.id)?.state === 'failed'
  const other = item.claim && !item.claim.mine && !held ? item.claim.by : null
  const loud = item.ticket_priority === 'urgent' || item.ticket_priority === 'high'
  return (
    <li>
      <Link
        to="/queue"
        search={(old) => ({ ...old, item: item.id })}
        replace
        className={classes.row}
        aria-current={current ? 'true' : undefined}
        activeProps={{ 'aria-current': current ? 'true' : undefined }}
        data-settled={settled || undefined}
      >
        <span className={classes.line}>
          <span className={classes.who}>{item.customer_name}</span>
          <time
            className="hr-num"
            dateTime={item.ticket_created_at}
            title={t('queue.waitingSince', { time: fullTime(item.ticket_created_at) })}
          >
            {ago(item.ticket_created_at)}
          </time>
        </span>
        <span className={classes.subject}>{item.ticket_subject}</span>
        <span className={classes.meta}>
          <RiskBadge risk={item.risk} small />
          {loud && (
            <span className={classes.priority} data-priority={item.ticket_priority}>
              {t('queue.priority', { priority: PRIORITY_WORDS[item.ticket_priority] })}
            </span>
          )}
          {item.awaits_second && (
            <span className={classes.tag}>
              <PeopleIcon size={13} /> {t('queue.second')}
            </span>
          )}
          {failed && (
            <span className={classes.bad}>
              <WarnIcon size={13} /> {t('queue.cameBack')}
            </span>
          )}
          {settled && <span className={classes.tag}>{t('queue.doneElsewhere')}</span>}
          {lost && <span className={classes.bad}>{t('queue.holdLost')}</span>}
          {other && (
            <span className={classes.tag}>
              <LockIcon size={13} /> {other.name}
            </span>
          )}
        </span>
      </Link>
    </li>
  )
}

function RowSkeletons() {
  return (
    <div aria-hidden="true">
      {[0, 1, 2, 3, 4].map((row) => (
        <div key={row} className={classes.ghost}>
          <span />
          <span />
        </div>
      ))}
    </div>
  )
}
