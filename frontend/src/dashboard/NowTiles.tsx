import { Link } from '@tanstack/react-router'
import type { Desk } from '../api/types'
import { Tile } from '../figures/Tile'
import { t } from '../i18n'
import { number } from '../lib/intl'
import { ago, fullTime, until } from '../lib/time'
import classes from '../figures/Figures.module.css'

/** What stands at this moment, each with the way to the list behind it. */
export function NowTiles({ desk }: { desk: Desk }) {
  const { backlog, deliveries } = desk
  return (
    <section aria-labelledby="now">
      <h2 id="now" className={classes.heading}>
        {t('dashboard.now')}
      </h2>
      <dl className={classes.tiles}>
        <Tile label={t('dashboard.waiting')} value={number(backlog.waiting)}>
          <Link to="/queue">{t('dashboard.toQueue')}</Link>
        </Tile>
        <Tile
          label={t('dashboard.oldestWaiting')}
          value={backlog.oldest ? ago(backlog.oldest) : '–'}
          detail={
            backlog.oldest
              ? t('dashboard.sinceTime', { time: fullTime(backlog.oldest) })
              : t('dashboard.nothingWaits')
          }
        />
        <Tile
          label={t('dashboard.withoutDraft')}
          value={number(backlog.without_draft)}
          detail={
            backlog.oldest_without_draft &&
            t('dashboard.oldestOf', { age: ago(backlog.oldest_without_draft) })
          }
        >
          <Link to="/tickets" search={{ review_status: 'queued' }}>
            {t('dashboard.toTickets')}
          </Link>
        </Tile>
        <Tile
          label={t('dashboard.failedDrafts')}
          value={number(backlog.failed)}
          tone={backlog.failed ? 'bad' : undefined}
        >
          <Link to="/tickets" search={{ review_status: 'failed' }}>
            {t('dashboard.toTickets')}
          </Link>
        </Tile>
        <Tile
          label={t('dashboard.undelivered')}
          value={number(deliveries.failed)}
          detail={t('dashboard.late', { count: deliveries.late })}
          tone={deliveries.failed || deliveries.late ? 'bad' : undefined}
        >
          <a href="/admin/audit/auditevent/?area=reply">{t('dashboard.toDeliveries')}</a>
        </Tile>
        <AIState desk={desk} />
      </dl>
    </section>
  )
}

function AIState({ desk: { ai } }: { desk: Desk }) {
  const page = ['unavailable', 'trying'].includes(ai.state) ? 'aicircuit' : 'aipolicy'
  return (
    <Tile
      label={t('dashboard.ai')}
      value={t('dashboard.aiState', { state: ai.state })}
      detail={[ai.detail, ai.until && t('dashboard.triedAgain', { when: until(ai.until) })]
        .filter(Boolean)
        .join(' ')}
      tone={ai.state === 'available' ? undefined : 'bad'}
    >
      <a href={`/admin/ai_review/${page}/`}>{t('dashboard.toAI')}</a>
    </Tile>
  )
}
