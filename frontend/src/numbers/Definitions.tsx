import { t } from '../i18n'
import classes from '../figures/Figures.module.css'

const TERMS = ['decisions', 'hours', 'judged', 'words', 'undone', 'dwell', 'team', 'days'] as const

/** How each figure is counted, on the page itself. */
export function Definitions() {
  return (
    <section className={classes.figure} aria-labelledby="definitions">
      <h2 id="definitions">{t('numbers.howCounted')}</h2>
      <dl className={classes.terms}>
        {TERMS.map((term) => (
          <div key={term}>
            <dt>{t(`numbers.term.${term}`)}</dt>
            <dd>{t(`numbers.means.${term}`)}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
