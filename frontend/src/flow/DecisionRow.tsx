import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { MyReview } from '../api/types'
import { t } from '../i18n'
import { ago, fullTime } from '../lib/time'
import { DONE_WORDS, REASON_WORDS } from '../lib/words'
import { useDecisions } from '../review/DecisionsProvider'
import { UndoIcon } from '../ui/icons'
import { mayFollowUp, stateOf, useFollowUp } from './decided'
import classes from './DecisionRow.module.css'
import { useSeconds } from './useSeconds'

/** One of my decisions: what it was, what became of it, and what can still be done about it. */
export function DecisionRow({ review, onLeave }: { review: MyReview; onLeave?: () => void }) {
  const { store } = useDecisions()
  const known = store.of(review.suggestion)
  const attempt = known?.review?.id === review.id ? known : undefined
  const left = useSeconds(attempt?.state === 'done' ? attempt.undoEnds : 0)
  const followUp = useFollowUp(onLeave)
  const reason = review.reason_code && REASON_WORDS[review.reason_code as never]
  const undone = review.undone || attempt?.state === 'undone'
  return (
    <li className={classes.row} data-review={review.id}>
      <span className={classes.verdict} data-verdict={undone ? 'undone' : review.verdict}>
        {DONE_WORDS[review.verdict]}
        {review.batch !== null && <small>{t('acts.inBatch')}</small>}
      </span>
      <Link
        to="/tickets/$id"
        params={{ id: String(review.ticket) }}
        className={classes.link}
        onClick={onLeave}
      >
        <b>{review.ticket_subject}</b>
        <span>
          {[review.ticket_reference, review.customer_name, reason].filter(Boolean).join(' · ')}
        </span>
        <span
          className={`${classes.state} hr-num`}
          data-bad={review.delivery_status === 'failed' || undefined}
        >
          {followUp.error ? followUp.error.message : stateOf(review, attempt, left)}
        </span>
      </Link>
      {left > 0 && (
        <Button
          size="xs"
          variant="default"
          leftSection={<UndoIcon size={14} />}
          data-act="undo"
          onClick={(event) => {
            // This button goes; the row stays, and the keys of the list act on it.
            event.currentTarget.closest('li')?.querySelector('a')?.focus()
            store.undo(review.suggestion)
          }}
        >
          {t('review.undo')} <span className={`${classes.seconds} hr-num`}>{left} s</span>
          <span className="hr-hidden"> {review.ticket_reference}</span>
        </Button>
      )}
      {left <= 0 && mayFollowUp(review) && (
        <Button
          size="xs"
          variant="default"
          data-act="follow"
          loading={followUp.isPending}
          onClick={() => followUp.mutate(review)}
        >
          {t('acts.followUp')}
          <span className="hr-hidden"> {review.ticket_reference}</span>
        </Button>
      )}
      <time className="hr-num" dateTime={review.created_at} title={fullTime(review.created_at)}>
        {ago(review.created_at)}
      </time>
    </li>
  )
}
