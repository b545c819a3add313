import type { Desk } from '../api/types'
import { Figure } from '../figures/Figure'
import { FigureTable } from '../figures/FigureTable'
import { slotName } from '../figures/format'
import { Bars } from '../figures/lazyCharts'
import { t } from '../i18n'
import { number } from '../lib/intl'
import { callsTable, spendingTable } from './deskTables'
import classes from '../figures/Figures.module.css'

/** How the AI service answers, and what it costs against what it may. */
export function Supply({ desk }: { desk: Desk }) {
  return (
    <div className={classes.charts}>
      <section className={classes.figure} aria-labelledby="calls">
        <h2 id="calls">{t('dashboard.calls')}</h2>
        <p className={classes.unit}>{t('dashboard.callsUnit')}</p>
        {desk.calls.count === 0 ? (
          <p className={classes.tooFew}>{t('dashboard.noCalls')}</p>
        ) : (
          <FigureTable table={callsTable(desk)} />
        )}
        <p className={classes.unit}>
          <a href="/admin/ai_review/draftjob/?status__exact=failed">{t('dashboard.toJobs')}</a>
        </p>
      </section>
      <Spending desk={desk} />
    </div>
  )
}

function Spending({ desk }: { desk: Desk }) {
  const { days, limits, month, priced } = desk.spending
  const of = priced ? 'money' : 'tokens'
  const daily = limits[`${of}_per_day`]
  const monthly = limits[`${of}_per_month`]
  const spent = days.reduce((sum, day) => sum + day.calls, 0)
  const digits = priced ? 2 : 0
  return (
    <Figure
      title={t('dashboard.spending')}
      unit={t('dashboard.spendingUnit', { of })}
      table={spendingTable(desk)}
      tooFew={spent === 0 && t('dashboard.nothingSpent')}
    >
      <p className={classes.total}>
        {t(monthly === null ? 'dashboard.monthNoLimit' : 'dashboard.monthOf', {
          of,
          used: number(Number(month[of]), digits),
          limit: number(Number(monthly ?? 0), digits),
          share: monthly === null ? 0 : Math.round((Number(month[of]) / Number(monthly)) * 100),
        })}{' '}
        <a href="/admin/ai_review/aipolicy/">{t('dashboard.toLimits')}</a>
      </p>
      <Bars
        label={t('dashboard.spending')}
        data={days.map((day) => ({
          name: slotName(day.at, { unit: 'day', tz: 'UTC' }),
          used: Number(day[of]),
        }))}
        series={[{ name: 'used', label: t('dashboard.used', { of }), color: 'var(--hr-chart-1)' }]}
        limit={daily === null ? undefined : { at: Number(daily), label: t('dashboard.dailyLimit') }}
      />
    </Figure>
  )
}
