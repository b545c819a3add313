import { Textarea } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { Keys } from '../keys/Keys'
import { useKeys } from '../keys/useKeys'
import { REASONS } from '../lib/words'
import type { ReviewState } from './useReview'
import classes from './RejectPanel.module.css'

/** R opened this; a digit decides. A note is optional and comes first if there is one. */
export default function RejectPanel({ review }: { review: ReviewState }) {
  const panel = useRef<HTMLElement>(null)
  const note = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    panel.current?.scrollIntoView?.({ block: 'nearest' })
    panel.current?.focus({ preventScroll: true })
  }, [])
  useKeys({
    ...Object.fromEntries(
      REASONS.map((reason, index) => [String(index + 1), () => review.reject(reason.code)]),
    ),
    n: () => note.current?.focus(),
  })
  return (
    <section
      ref={panel}
      tabIndex={-1}
      className={classes.panel}
      aria-label="Reject: choose a reason"
    >
      <h3 className={classes.title}>Why is this draft rejected?</h3>
      <div className={classes.reasons}>
        {REASONS.map((reason, index) => (
          <button
            key={reason.code}
            type="button"
            className={classes.reason}
            aria-keyshortcuts={String(index + 1)}
            onClick={() => review.reject(reason.code)}
          >
            <Keys of={String(index + 1)} />
            {reason.label}
          </button>
        ))}
      </div>
      <Textarea
        ref={note}
        mt="sm"
        label={
          <span className={classes.label}>
            Note for colleagues, optional <Keys of="n" />
          </span>
        }
        description="Write it first; Esc goes back to the reasons."
        autosize
        minRows={1}
        maxRows={4}
        value={review.note}
        onChange={(event) => review.setNote(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return
          event.preventDefault()
          event.stopPropagation()
          panel.current?.focus()
        }}
      />
    </section>
  )
}
