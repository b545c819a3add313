import { CloseButton } from '@mantine/core'
import { lazy, Suspense } from 'react'
import type { Citation } from '../api/types'
import { t } from '../i18n'
import { Keys } from '../keys/Keys'
import { RichText } from '../ui/RichText'
import classes from './SourcePane.module.css'

const Markdown = lazy(() => import('../ui/Markdown'))

/** A cited source as it was when the draft was written, beside the draft. */
export function SourcePane({ citation, onClose }: { citation: Citation; onClose: () => void }) {
  const at = citation.quote ? citation.text.indexOf(citation.quote) : -1
  const inside = at >= 0
  return (
    <article
      className={classes.pane}
      aria-label={`${t('review.source', { n: citation.n })}: ${citation.title}`}
    >
      <header className={classes.head}>
        <div>
          <p className={classes.kind}>
            {t('review.source', { n: citation.n })} ·{' '}
            {t(citation.kind === 'article' ? 'review.article' : 'review.approvedAnswer')}
          </p>
          <h2 className={classes.title}>{citation.title}</h2>
        </div>
        <Keys of="Escape" />
        <CloseButton aria-label={t('review.backToConversation')} onClick={onClose} />
      </header>
      <div className={classes.text}>
        {inside ? (
          <>
            <Part text={citation.text.slice(0, at)} />
            <Quote text={citation.quote} />
            <Part text={citation.text.slice(at + citation.quote.length)} />
          </>
        ) : (
          <>
            {citation.quote && <Quote text={citation.quote} doubtful />}
            <Part text={citation.text} />
          </>
        )}
      </div>
    </article>
  )
}

function Part({ text }: { text: string }) {
  if (!text.trim()) return null
  return (
    <Suspense fallback={<RichText text={text} />}>
      <Markdown text={text} />
    </Suspense>
  )
}

/** The passage that the draft rests on, marked in its place. */
function Quote({ text, doubtful = false }: { text: string; doubtful?: boolean }) {
  return (
    <figure className={classes.quote}>
      <figcaption>{t('review.usedInDraft')}</figcaption>
      <blockquote>
        <Part text={text} />
      </blockquote>
      {doubtful && <p className={classes.doubt}>{t('review.notWordForWord')}</p>}
    </figure>
  )
}
