import { Textarea } from '@mantine/core'
import { useDeferredValue, useEffect, useRef } from 'react'
import type { Suggestion } from '../api/types'
import { ago } from '../lib/time'
import { WordDiff } from '../ui/WordDiff'
import type { ReviewState } from './useReview'
import classes from './Editor.module.css'

/** Writing over the draft, with the difference to the AI's text kept in sight. */
export default function Editor({
  suggestion,
  review,
}: {
  suggestion: Suggestion
  review: ReviewState
}) {
  const box = useRef<HTMLTextAreaElement>(null)
  const shown = useDeferredValue(review.reply)
  useEffect(() => {
    const field = box.current
    if (!field) return
    field.focus()
    field.setSelectionRange(field.value.length, field.value.length)
  }, [])
  return (
    <div className={classes.editor}>
      {review.restoredAt !== null && review.dirty && (
        <p className={classes.restored}>
          Your unsent text from{' '}
          {ago(review.restoredAt ? new Date(review.restoredAt).toISOString() : '')} is back.
          <button type="button" onClick={review.discard}>
            Throw it away
          </button>
        </p>
      )}
      <Textarea
        ref={box}
        label="Reply to the customer"
        autosize
        minRows={7}
        maxRows={22}
        dir="auto"
        value={review.reply}
        onChange={(event) => review.setReply(event.currentTarget.value)}
        error={review.reply.trim() ? undefined : 'Write a reply before you approve it.'}
        classNames={{ input: classes.input }}
      />
      <WordDiff before={suggestion.reply} after={shown} label="Changes against the AI draft" />
      <Textarea
        label="Summary for colleagues"
        autosize
        minRows={1}
        maxRows={5}
        dir="auto"
        value={review.summary}
        onChange={(event) => review.setSummary(event.currentTarget.value)}
      />
    </div>
  )
}
