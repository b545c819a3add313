import type { Citation } from '../api/types'
import { t } from '../i18n'
import { Keys } from '../keys/Keys'
import { matchWords, percent } from '../lib/words'
import { BookIcon, CheckIcon } from '../ui/icons'
import classes from './Citations.module.css'

interface Props {
  citations: Citation[]
  source: number | null
  onSource: (n: number) => void
}

export function Citations({ citations, source, onSource }: Props) {
  if (!citations.length) {
    return <p className={classes.none}>{t('review.noSource')}</p>
  }
  return (
    <section aria-label={t('review.sources')}>
      <h3 className={classes.title}>{t('review.sources')}</h3>
      <ol className={classes.list}>
        {citations.map((citation) => (
          <li key={citation.n}>
            <button
              type="button"
              className={classes.source}
              aria-pressed={source === citation.n}
              aria-keyshortcuts={String(citation.n)}
              onClick={() => onSource(citation.n)}
            >
              <span className={classes.kind} aria-hidden="true">
                {citation.kind === 'article' ? <BookIcon size={15} /> : <CheckIcon size={15} />}
              </span>
              <span className={classes.words}>
                <b>{citation.title}</b>
                <span className={classes.quote}>{citation.quote}</span>
              </span>
              <span
                className={classes.score}
                title={t('review.likeness', { share: percent(citation.score) })}
              >
                {matchWords(citation.score)}
              </span>
              <Keys of={String(citation.n)} />
            </button>
          </li>
        ))}
      </ol>
    </section>
  )
}
