import { Textarea } from '@mantine/core'
import { useDeferredValue, useEffect, useRef } from 'react'
import type { Suggestion } from '../api/types'
import { t } from '../i18n'
import { ago } from '../lib/time'
import { WordDiff } from '../ui/WordDiff'
import { useFocusBack } from '../ui/useFocusBack'
import { Filled } from './Filled'
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
  useFocusBack()
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
          {t('review.textIsBack', { ago: ago(new Date(review.restoredAt).toISOString()) })}
          <button type="button" onClick={review.discard}>
            {t('review.throwAway')}
          </button>
        </p>
      )}
      <Textarea
        ref={box}
        label={t('review.replyTo')}
        autosize
        minRows={7}
        maxRows={22}
        dir="auto"
        value={review.reply}
        onChange={(event) => review.setReply(event.currentTarget.value)}
        error={
          !review.reply.trim()
            ? t('review.writeFirst')
            : review.unfinished
              ? t('review.gaps')
              : undefined
        }
        classNames={{ input: classes.input }}
      />
      {suggestion.restored && (
        <Filled text={suggestion.reply} places={suggestion.restored.reply} now={shown} />
      )}
      <WordDiff before={suggestion.reply} after={shown} label={t('review.changes')} />
      <Textarea
        label={t('review.summaryFor')}
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
