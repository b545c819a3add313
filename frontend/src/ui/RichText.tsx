import { Fragment } from 'react'
import { t } from '../i18n'
import type { Filled } from '../api/types'
import { piecesOf, type Doubt } from '../lib/pieces'
import classes from './RichText.module.css'

interface Props {
  text: string
  doubts?: Doubt[]
  cites?: number[]
  onCite?: (n: number) => void
  filled?: Filled[]
}

/**
 * Text from a customer or from the AI: always plain text with its line breaks. Links cannot be
 * followed and show their host; doubtful spans are marked and say why on hover and focus;
 * citation numbers open their source.
 */
export function RichText({ text, doubts, cites, onCite, filled }: Props) {
  return (
    <div className={classes.text} dir="auto">
      {piecesOf(text, doubts, cites, filled).map((piece, index) => {
        if (piece.kind === 'mark') {
          return (
            <mark
              key={index}
              className={classes.mark}
              data-grave={piece.grave || undefined}
              data-why={piece.why}
              title={piece.why}
              tabIndex={0}
            >
              <span className="hr-hidden">
                {t(piece.grave ? 'common.needsWord' : 'common.checkThis')}{' '}
              </span>
              {piece.text}
            </mark>
          )
        }
        if (piece.kind === 'filled') {
          return (
            <span
              key={index}
              className={classes.filled}
              title={t('review.filled', { placeholder: piece.placeholder })}
            >
              {piece.text}
            </span>
          )
        }
        if (piece.kind === 'link') {
          return (
            <span key={index} className={classes.link} title={t('common.linksOff')}>
              {piece.text}
              <span className={classes.host}>{piece.host}</span>
            </span>
          )
        }
        if (piece.kind === 'cite') {
          return (
            <button
              key={index}
              type="button"
              className={classes.cite}
              aria-label={t('common.openSource', { n: piece.n })}
              onClick={() => onCite?.(piece.n)}
            >
              {piece.n}
            </button>
          )
        }
        return <Fragment key={index}>{piece.text}</Fragment>
      })}
    </div>
  )
}
