import type { MyNumbers } from '../api/types'
import { Figure } from '../figures/Figure'
import { FigureTable } from '../figures/FigureTable'
import { className, ENOUGH, slotName } from '../figures/format'
import { Bars, Lines } from '../figures/lazyCharts'
import { t } from '../i18n'
import {
  dwellTable,
  reasonsTable,
  seriesTable,
  SLOT_ENOUGH,
  trendOf,
  trendTable,
} from './numbersTables'
import classes from '../figures/Figures.module.css'

export function MyCharts({ numbers }: { numbers: MyNumbers }) {
  return (
    <div className={classes.charts}>
      <Verdicts numbers={numbers} />
      <Trend numbers={numbers} />
      <Dwell numbers={numbers} />
      <Reasons numbers={numbers} />
    </div>
  )
}

interface Props {
  numbers: MyNumbers
}

function Verdicts({ numbers }: Props) {
  const { series, period } = numbers
  return (
    <Figure
      title={t('numbers.byVerdict')}
      unit={t('numbers.decisionsPer', { unit: period.unit })}
      table={seriesTable(numbers)}
    >
      <Bars
        label={t('numbers.byVerdict')}
        data={series.map((slot) => ({ ...slot, name: slotName(slot.at, period) }))}
        series={[
          { name: 'approved', label: t('numbers.approved'), color: 'var(--hr-chart-1)' },
          { name: 'edited', label: t('numbers.edited'), color: 'var(--hr-chart-2)' },
          { name: 'rejected', label: t('numbers.rejected'), color: 'var(--hr-chart-3)' },
          { name: 'seconded', label: t('numbers.seconded'), color: 'var(--hr-chart-4)' },
        ]}
      />
    </Figure>
  )
}

function Trend({ numbers }: Props) {
  const { period } = numbers
  const trend = trendOf(numbers)
  const points = trend.filter(({ share }) => share !== null).length
  return (
    <Figure
      title={t('numbers.trend')}
      unit={t('numbers.trendUnit', { unit: period.unit, least: SLOT_ENOUGH })}
      table={trendTable(numbers)}
      tooFew={
        points < 3 && t('numbers.trendTooFew', { unit: period.unit, least: SLOT_ENOUGH, points })
      }
    >
      <Lines
        share
        label={t('numbers.trend')}
        data={trend.map(({ at, share }) => ({ name: slotName(at, period), share }))}
        series={[
          { name: 'share', label: t('numbers.rate.acceptance_rate'), color: 'var(--hr-chart-1)' },
        ]}
      />
    </Figure>
  )
}

function Dwell({ numbers }: Props) {
  const { dwell, mine } = numbers
  return (
    <Figure
      title={t('numbers.dwell')}
      unit={t('numbers.dwellUnit')}
      table={dwellTable(numbers)}
      tooFew={mine.timed < ENOUGH && t('numbers.dwellTooFew', { count: mine.timed, least: ENOUGH })}
    >
      <Bars
        label={t('numbers.dwell')}
        data={dwell.map((one) => ({
          name: className(one.from_seconds, one.to_seconds, 's'),
          count: one.count,
        }))}
        series={[{ name: 'count', label: t('numbers.decisions'), color: 'var(--hr-chart-1)' }]}
      />
    </Figure>
  )
}

function Reasons({ numbers }: Props) {
  const table = reasonsTable(numbers)
  return (
    <section className={classes.figure} aria-labelledby="reasons">
      <h2 id="reasons">{t('numbers.reasons')}</h2>
      <p className={classes.unit}>{t('numbers.reasonsUnit')}</p>
      {numbers.mine.rejected === 0 ? (
        <p className={classes.tooFew}>{t('numbers.nothingRejected')}</p>
      ) : (
        <FigureTable table={table} />
      )}
    </section>
  )
}
