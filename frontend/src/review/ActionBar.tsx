import { Button } from '@mantine/core'
import type { Suggestion, TicketStatus } from '../api/types'
import { t } from '../i18n'
import { Keys } from '../keys/Keys'
import { STATUS_WORDS } from '../lib/words'
import { Choice } from '../ui/Choice'
import { CheckIcon, RefreshIcon } from '../ui/icons'
import type { Regenerate } from './ReviewPanel'
import type { ReviewState } from './useReview'
import { BackButton } from './BackButton'
import classes from './ActionBar.module.css'

interface Props {
  review: ReviewState
  suggestion: Suggestion
  onSkip?: () => void
  regenerate: Regenerate
  busy: boolean
  /** Why no new draft can be asked for now, or null. */
  away: string | null
}

const STATUSES: TicketStatus[] = ['resolved', 'pending', 'open']

/** The decision, always in the same place. */
export function ActionBar({ review, suggestion, onSkip, regenerate, busy, away }: Props) {
  const why = ['read', 'confirm'].includes(review.mode) ? review.noApproval : review.blocked
  const second = suggestion.first_review !== null
  return (
    <footer className={classes.bar} aria-label={t('review.decision')}>
      {why && (
        <p className={classes.why} id="why-not">
          {why}
        </p>
      )}
      {!review.blocked && !['reject', 'skip', 'ask'].includes(review.mode) && (
        <div className={classes.after}>
          <span className={classes.label} aria-hidden="true">
            {t('review.becomes')}
          </span>
          <Choice
            label={t('review.becomes')}
            value={review.nextStatus}
            options={STATUSES.map((value) => ({ value, label: STATUS_WORDS[value] }))}
            onChange={review.setNextStatus}
          />
          <Keys of="n" />
          <span className={classes.grow} />
          <button
            type="button"
            className={classes.quiet}
            aria-keyshortcuts="x"
            disabled={regenerate.isPending || busy || away !== null}
            title={away ?? undefined}
            onClick={() => review.setMode('ask')}
          >
            <RefreshIcon size={14} /> {t('review.newDraft')} <Keys of="x" />
          </button>
        </div>
      )}
      <div className={classes.buttons}>
        {review.mode === 'read' && (
          <>
            <Button
              className={classes.main}
              leftSection={<CheckIcon />}
              rightSection={<Keys of="a" />}
              aria-keyshortcuts="a"
              aria-describedby={why ? 'why-not' : undefined}
              disabled={Boolean(review.noApproval)}
              onClick={review.approve}
            >
              {t(second ? 'review.confirm' : 'review.approve')}
              {review.doubts.length > 0 && '…'}
            </Button>
            <Button
              variant="default"
              rightSection={<Keys of="e" />}
              aria-keyshortcuts="e"
              disabled={Boolean(review.blocked)}
              onClick={() => review.setMode('edit')}
            >
              {t('review.edit')}
            </Button>
            <Button
              variant="default"
              rightSection={<Keys of="r" />}
              aria-keyshortcuts="r"
              disabled={Boolean(review.blocked)}
              onClick={() => review.setMode('reject')}
            >
              {t('review.reject')}
            </Button>
          </>
        )}
        {review.mode === 'edit' && (
          <>
            <Button
              className={classes.main}
              leftSection={<CheckIcon />}
              rightSection={<Keys of="$mod+Enter" always />}
              aria-keyshortcuts="Control+Enter"
              disabled={review.unfinished || Boolean(review.blocked)}
              onClick={review.submitEdit}
            >
              {t(review.dirty ? 'review.approveMine' : 'review.approveUnchanged')}
            </Button>
            <BackButton review={review} />
            {review.dirty && (
              <Button variant="subtle" color="gray" onClick={review.discard}>
                {t('review.discard')}
              </Button>
            )}
          </>
        )}
        {review.mode === 'confirm' && (
          <>
            <Button
              className={classes.main}
              leftSection={<CheckIcon />}
              rightSection={<Keys of="Enter" />}
              aria-keyshortcuts="Enter"
              aria-describedby={why ? 'why-not' : undefined}
              disabled={Boolean(review.noApproval)}
              onClick={review.confirm}
            >
              {t('review.confirmApprove')}
            </Button>
            <BackButton review={review} />
          </>
        )}
        {(review.mode === 'reject' || review.mode === 'skip') && (
          <BackButton
            review={review}
            label={t(review.mode === 'skip' ? 'flow.doNotSkip' : 'review.doNotReject')}
          />
        )}
        {onSkip && review.mode === 'read' && (
          <Button
            className={classes.skip}
            variant="subtle"
            color="gray"
            rightSection={<Keys of="s" />}
            aria-keyshortcuts="s"
            onClick={onSkip}
          >
            {t('review.skip')}
          </Button>
        )}
      </div>
    </footer>
  )
}
