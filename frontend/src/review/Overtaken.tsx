import { Button } from '@mantine/core'
import { useEffect, useEffectEvent } from 'react'
import type { Suggestion } from '../api/types'
import { t } from '../i18n'
import { Keys } from '../keys/Keys'
import { announce } from '../lib/live'
import { ago } from '../lib/time'
import type { ReviewState } from './useReview'
import { BackButton } from './BackButton'
import classes from './ActionBar.module.css'

interface Props {
  suggestion: Suggestion
  review: ReviewState
}

/**
 * In the place of the decision that cannot be made any more: what came between, and the way to
 * the comparison. Nothing above it moves, for somebody may be typing there.
 */
export default function Overtaken({ suggestion, review }: Props) {
  const changed = review.overtaken === 'first_review_changed'
  const theirs = changed ? suggestion.first_review : suggestion.review
  const what = theirs
    ? t('review.someoneDid', {
        name: theirs.reviewer.name,
        verdict: theirs.verdict,
        ago: ago(theirs.created_at),
      })
    : changed
      ? t('review.firstChanged')
      : (review.blocked ?? t('review.why.outdated'))
  const kept = review.typed ? t('flow.textKept') : ''
  const tell = useEffectEvent(() => announce(`${what} ${kept}`))
  useEffect(() => tell(), [review.overtaken])
  return (
    <footer className={classes.bar} aria-label={t('review.decision')}>
      <p className={classes.why}>
        <b>{what}</b> {kept}
      </p>
      <div className={classes.buttons}>
        {review.typed && (
          <Button
            className={classes.main}
            rightSection={<Keys of="$mod+Enter" always />}
            aria-keyshortcuts="Control+Enter"
            onClick={review.compare}
          >
            {t('acts.compare')}
          </Button>
        )}
        <BackButton review={review} />
      </div>
    </footer>
  )
}
