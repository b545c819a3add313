import { CloseButton } from '@mantine/core'
import { lazy, Suspense } from 'react'
import type { Citation } from '../api/types'
import { Keys } from '../keys/Keys'
import { RichText } from '../ui/RichText'
import classes from './SourcePane.module.css'

const Markdown = lazy(() => import('../ui/Markdown'))

/** A cited source as it was when the draft was written, beside the draft. */
export function SourcePane({ citation, onClose }: { citation: Citation; onClose: () => void }) {
  const inside = citation.quote !== '' && citation.text.includes(citation.quote)
  return (
    <article className={classes.pane} aria-label={`Source ${citation.n}: ${citation.title}`}>
      <header className={classes.head}>
        <div>
          <p className={classes.kind}>
            Source {citation.n} ·{' '}
            {citation.kind === 'article' ? 'Knowledge article' : 'Approved answer'}
          </p>
          <h2 className={classes.title}>{citation.title}</h2>
        </div>
        <Keys of="Escape" />
        <CloseButton aria-label="Back to the conversation" onClick={onClose} />
      </header>
      {citation.quote && (
        <figure className={classes.quote}>
          <figcaption>Used in the draft</figcaption>
          <blockquote>
            <RichText text={citation.quote} />
          </blockquote>
          {!inside && (
            <p className={classes.doubt}>This passage is not found word for word in the source.</p>
          )}
        </figure>
      )}
      <div className={classes.text}>
        <Suspense fallback={<RichText text={citation.text} />}>
          <Markdown text={citation.text} />
        </Suspense>
      </div>
    </article>
  )
}
