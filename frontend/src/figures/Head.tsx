import { Button } from '@mantine/core'
import { t } from '../i18n'
import { fullTime } from '../lib/time'
import { Choice } from '../ui/Choice'
import { spanName } from './format'
import { PERIODS, type Days } from './period'
import { saveCsv, type Table } from './tables'
import classes from './Figures.module.css'

interface Props {
  title: string
  days: Days
  onDays: (days: Days) => void
  /** What the answer is of; absent while it loads. */
  period?: { start: string; end: string; tz: string }
  file: string
  tables?: () => Table[]
}

/** Title, period and "as of" of a page of figures. */
export function Head({ title, days, onDays, period, file, tables }: Props) {
  return (
    <header className={classes.head}>
      <h1>{title}</h1>
      <Choice
        label={t('numbers.period')}
        value={String(days)}
        options={PERIODS.map((one) => ({
          value: String(one),
          label: t('numbers.days', { count: one }),
        }))}
        onChange={(value) => onDays(Number(value) as Days)}
      />
      <span className={classes.asOf}>
        {period &&
          t('numbers.asOf', {
            span: spanName(period.start, period.end, period.tz),
            zone: period.tz.replaceAll('_', ' '),
            time: fullTime(period.end),
          })}
      </span>
      <Button
        variant="default"
        size="xs"
        disabled={!tables}
        onClick={() => tables && saveCsv(`${file}-${days}d.csv`, tables())}
      >
        {t('numbers.csv')}
      </Button>
    </header>
  )
}
