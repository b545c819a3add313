import { Textarea } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import type { Duplicate, ReasonCode, Suggestion } from '../api/types'
import { t } from '../i18n'
import { Keys } from '../keys/Keys'
import { useKeys } from '../keys/useKeys'
import { percent, REASONS } from '../lib/words'
import { useFocusBack } from '../ui/useFocusBack'
import type { ReviewState } from './useReview'
import classes from './RejectPanel.module.css'

/** R opened this; a digit decides. A note is optional and comes first if there is one. */
export default function RejectPanel(props: { suggestion: Suggestion; review: ReviewState }) {
  const { suggestion, review } = props
  const { duplicates } = suggestion.triage
  const [asking, setAsking] = useState(false)
  const panel = useRef<HTMLElement>(null)
  const note = useRef<HTMLTextAreaElement>(null)
  useFocusBack()
  useEffect(() => {
    panel.current?.scrollIntoView?.({ block: 'nearest' })
    panel.current?.focus({ preventScroll: true })
  }, [asking])
  const choose = (code: ReasonCode) => {
    const named = (review.triage.duplicate_of ?? null) !== null
    if (code === 'duplicate' && duplicates.length && !named) setAsking(true)
    else review.reject(code)
  }
  const answers = {
    ...Object.fromEntries(
      duplicates.map((one, index) => [
        String(index + 1),
        () => review.reject('duplicate', one.ticket),
      ]),
    ),
    Enter: () => review.reject('duplicate'),
  }
  const reasons = {
    ...Object.fromEntries(
      REASONS.map((reason, index) => [String(index + 1), () => choose(reason.code)]),
    ),
    n: () => note.current?.focus(),
  }
  useKeys(asking ? answers : reasons)
  return (
    <section
      ref={panel}
      tabIndex={-1}
      className={classes.panel}
      aria-label={t(asking ? 'review.rejectWhich' : 'review.rejectReason')}
    >
      {asking ? (
        <Which duplicates={duplicates} onChoose={(id) => review.reject('duplicate', id)} />
      ) : (
        <>
          <h3 className={classes.title}>{t('review.whyRejected')}</h3>
          <div className={classes.reasons}>
            {REASONS.map((reason, index) => (
              <button
                key={reason.code}
                type="button"
                className={classes.reason}
                aria-keyshortcuts={String(index + 1)}
                onClick={() => choose(reason.code)}
              >
                <Keys of={String(index + 1)} />
                {reason.label}
              </button>
            ))}
          </div>
        </>
      )}
      <Textarea
        ref={note}
        mt="sm"
        label={
          <span className={classes.label}>
            {t('review.noteFor')} <Keys of="n" />
          </span>
        }
        description={t('review.noteHow')}
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

/** The second step of "Duplicate" where likely ones are known. */
function Which(props: { duplicates: Duplicate[]; onChoose: (ticket?: number) => void }) {
  return (
    <>
      <h3 className={classes.title}>{t('review.whichDuplicate')}</h3>
      <div className={classes.reasons}>
        {props.duplicates.map((one, index) => (
          <button
            key={one.ticket}
            type="button"
            className={classes.reason}
            aria-keyshortcuts={String(index + 1)}
            onClick={() => props.onChoose(one.ticket)}
          >
            <Keys of={String(index + 1)} />
            {one.reference}, {t('review.alike', { share: percent(one.score) })}
          </button>
        ))}
        <button
          type="button"
          className={classes.reason}
          aria-keyshortcuts="Enter"
          onClick={() => props.onChoose()}
        >
          <Keys of="Enter" />
          {t('review.withoutNaming')}
        </button>
      </div>
    </>
  )
}
