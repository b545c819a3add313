import { Link } from '@tanstack/react-router'
import type { Desk } from '../api/types'
import { Figure } from '../figures/Figure'
import { FigureTable } from '../figures/FigureTable'
import { className, slotName } from '../figures/format'
import { Bars, Lines } from '../figures/lazyCharts'
import { t } from '../i18n'
import { number } from '../lib/intl'
import { VIEWS } from '../lib/words'
import { agesTable, FLOW, flowTable, perHourTable, prioritiesTable } from './deskTables'
import classes from '../figures/Figures.module.css'

const DASHES = [undefined, '7 3', '2 3', '9 3 2 3']

/** What waits and how long, what comes and goes. */
export function Backlog({ desk }: { desk: Desk }) {
  return (
    <div className={classes.charts}>
      <Figure
        title={t('dashboard.ages')}
        unit={t('dashboard.agesUnit')}
        table={agesTable(desk)}
        tooFew={desk.backlog.waiting === 0 && t('dashboard.nothingWaits')}
      >
        <Bars
          label={t('dashboard.ages')}
          data={desk.backlog.ages.map((one) => ({
            name: className(one.from_hours, one.to_hours, 'h'),
            count: one.count,
          }))}
          series={[{ name: 'count', label: t('dashboard.drafts'), color: 'var(--hr-chart-1)' }]}
        />
      </Figure>
      <ByPriority desk={desk} />
      <Flow desk={desk} />
      <section className={classes.figure} aria-labelledby="per-hour">
        <h2 id="per-hour">{t('dashboard.perHour')}</h2>
        <p className={classes.unit}>{t('dashboard.perHourUnit')}</p>
        <FigureTable table={perHourTable(desk)} />
      </section>
    </div>
  )
}

function ByPriority({ desk }: { desk: Desk }) {
  const { priorities, views } = desk.backlog
  return (
    <section className={classes.figure} aria-labelledby="by-priority">
      <h2 id="by-priority">{t('dashboard.byPriority')}</h2>
      <p className={classes.unit}>{t('dashboard.draftsWaiting')}</p>
      <FigureTable
        table={prioritiesTable(desk)}
        link={(row, name) => (
          <Link
            to="/tickets"
            search={{ review_status: 'pending_review', priority: priorities[row]?.priority }}
          >
            {name}
          </Link>
        )}
      />
      <p className={classes.unit} id="by-view">
        {t('dashboard.byView')}
      </p>
      <ul className={classes.views} aria-labelledby="by-view">
        {VIEWS.filter(({ view }) => view !== 'all' && view !== 'mine').map(({ view, label }) => (
          <li key={view}>
            <Link to="/queue" search={{ view }}>
              {label}
            </Link>{' '}
            <span className="hr-num">{number(views[view] ?? 0)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Flow({ desk }: { desk: Desk }) {
  const { flow, period } = desk
  return (
    <Figure
      title={t('dashboard.flow')}
      unit={t('dashboard.flowUnit', { unit: period.unit })}
      table={flowTable(desk)}
      tooFew={FLOW.every((name) => flow.total[name] === 0) && t('dashboard.nothingMoved')}
    >
      <Lines
        label={t('dashboard.flow')}
        data={flow.series.map((slot) => ({ ...slot, name: slotName(slot.at, period) }))}
        series={FLOW.map((name, at) => ({
          name,
          label: t(`dashboard.flow.${name}`),
          color: `var(--hr-chart-${at + 1})`,
          dash: DASHES[at],
        }))}
      />
    </Figure>
  )
}
