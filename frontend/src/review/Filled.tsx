import type { Filled as Place } from '../api/types'
import { t } from '../i18n'
import { valuesIn } from '../lib/filled'
import classes from './Filled.module.css'

interface Props {
  /** The text as it was drafted. */
  text: string
  places: Place[]
  /** The text as it is being written, where it is. */
  now?: string
}

/** What Handrail put in for placeholders: the AI saw none of these values. */
export function Filled({ text, places, now }: Props) {
  const values = valuesIn(text, places)
  if (!values.length) return null
  return (
    <p className={classes.legend}>
      {t('review.filledIn')}{' '}
      {values.map(({ placeholder, value }) => (
        <span key={placeholder} className={classes.pair}>
          <span className={classes.value}>{value}</span> <code>{placeholder}</code>
          {now !== undefined && !now.includes(value) && <em>{t('review.filledGone')}</em>}
        </span>
      ))}
    </p>
  )
}
