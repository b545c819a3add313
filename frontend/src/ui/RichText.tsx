import { Fragment } from 'react'
import { piecesOf } from '../lib/pieces'
import classes from './RichText.module.css'

interface Props {
  text: string
  /** Exact substrings to mark as not verified. */
  spans?: string[]
  cites?: number[]
  onCite?: (n: number) => void
}

/**
 * Text from a customer or from the AI: always plain text with its line breaks. Links cannot be
 * followed and show their host; doubtful spans are marked; citation numbers open their source.
 */
export function RichText({ text, spans, cites, onCite }: Props) {
  return (
    <div className={classes.text} dir="auto">
      {piecesOf(text, spans, cites).map((piece, index) => {
        if (piece.kind === 'mark') {
          return (
            <mark
              key={index}
              className={classes.mark}
              title="Not found in the ticket or the sources"
            >
              <span className="hr-hidden">Not verified: </span>
              {piece.text}
            </mark>
          )
        }
        if (piece.kind === 'link') {
          return (
            <span key={index} className={classes.link} title="Links are switched off here">
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
              aria-label={`Open source ${piece.n}`}
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
