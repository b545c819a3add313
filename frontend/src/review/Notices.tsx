import { Button } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { inSentence, t } from '../i18n'
import { ago } from '../lib/time'
import type { Review, Suggestion, TicketDetail } from '../api/types'
import { REASON_WORDS } from '../lib/words'
import { WordDiff } from '../ui/WordDiff'
import { JobActions } from '../ai/JobActions'
import { NextTry } from '../ai/NextTry'
import { useAI } from '../ai/useAI'
import { jobWords } from '../ai/words'
import { isOutdated } from './mayApprove'
import type { Regenerate, ReviewPanelProps } from './ReviewPanel'
import type { ReviewState } from './useReview'
import classes from './Notices.module.css'

interface Props extends ReviewPanelProps {
  review: ReviewState
  regenerating: Regenerate
}

/** What a reviewer must know before deciding: each is said once, above the draft. */
export default function Notices(props: Props) {
  const { suggestion, ticket, review, lost, regenerating } = props
  const { attempt } = review
  const first = suggestion.first_review
  const job = ticket?.draft_job
  const writing = job?.status === 'queued' || job?.status === 'running'
  const outdated = isOutdated(suggestion, ticket)
  const newer = outdated ? newerThan(suggestion, ticket) : null
  const withoutDraft =
    outdated || (suggestion.status !== 'pending_review' && job && job.status !== 'done')
  const other = suggestion.claim && !suggestion.claim.mine ? suggestion.claim.by : null
  return (
    <>
      {attempt?.state === 'failed' && attempt.error && !attempt.error.conflict && (
        <Notice tone="bad" title={t('review.wasNot', { verdict: attempt.body.verdict })}>
          <p>{attempt.error.message}</p>
          {attempt.error.fields.map((field) => (
            <p key={field.field}>{field.message}</p>
          ))}
          <Button size="xs" onClick={() => props.onDecide(attempt.body)}>
            {t('common.tryAgain')}
          </Button>
        </Notice>
      )}
      {suggestion.review && <Outcome {...props} decided={suggestion.review} />}
      {newer ? (
        <Newer {...props} newer={newer} />
      ) : withoutDraft ? (
        <Awaited {...props} />
      ) : (
        writing && (
          <Notice tone="ai" title={t('review.writing')}>
            <p>{t('review.staysUntilNew')}</p>
          </Notice>
        )
      )}
      {regenerating.error && (
        <Notice tone="bad" title={t('review.notAsked')}>
          <p>{regenerating.error.message}</p>
        </Notice>
      )}
      {lost && <LostHold {...props} />}
      {other && !lost && (
        <Notice tone="warn" title={t('review.hasOpen', { name: other.name })}>
          <p>{t('review.firstCounts')}</p>
        </Notice>
      )}
      {first && (
        <Notice
          tone="calm"
          title={t('review.secondReview', {
            name: first.reviewer.name,
            verdict: first.verdict,
            ago: ago(first.created_at),
          })}
        >
          <p>
            {t(
              first.final_reply === suggestion.reply
                ? 'review.firstUnchanged'
                : 'review.firstEdited',
            )}
          </p>
          {first.note && <p>{t('review.quoted', { text: first.note })}</p>}
        </Notice>
      )}
      {!first && suggestion.required_reviews === 2 && suggestion.status === 'pending_review' && (
        <Notice tone="calm" title={t('review.twoPeople')}>
          <p>{t('review.twoPeopleWhy')}</p>
        </Notice>
      )}
    </>
  )
}

/** Who decided what on this draft, when it is looked at afterwards. */
function Outcome({ decided, suggestion, onNext, review }: Props & { decided: Review }) {
  const reason = decided.reason_code && REASON_WORDS[decided.reason_code]
  const mine = decided.reviewer.id === review.user.id
  return (
    <Notice
      tone="calm"
      title={t('review.someoneDid', {
        name: mine ? t('review.you') : decided.reviewer.name,
        verdict: decided.verdict,
        ago: ago(decided.created_at),
      })}
    >
      {reason && <p>{t('review.reason', { reason: inSentence(reason) })}</p>}
      {decided.note && <p>{t('review.quoted', { text: decided.note })}</p>}
      {decided.verdict === 'edit' && (
        <WordDiff
          before={suggestion.reply}
          after={decided.final_reply}
          label={t('review.whatChanged')}
        />
      )}
      {onNext && (
        <Button size="xs" onClick={onNext}>
          {t('queue.nextDraft')}
        </Button>
      )}
    </Notice>
  )
}

function newerThan(suggestion: Suggestion, ticket: TicketDetail | undefined) {
  const newest = ticket?.suggestion
  return newest && newest.id > suggestion.id ? newest : null
}

function Newer({ suggestion, newer, onOpen }: Props & { newer: Suggestion }) {
  return (
    <Notice tone="ai" title={t('review.newer')}>
      <WordDiff before={suggestion.reply} after={newer.reply} label={t('review.newAgainstThis')} />
      <Button size="xs" onClick={() => onOpen(newer.id)}>
        {t('review.reviewNew')}
      </Button>
    </Notice>
  )
}

/** The draft on screen is not for review any more, and the one after it is not there yet. */
function Awaited({ suggestion, ticket }: Props) {
  const ai = useAI()
  const { title, detail, next } = jobWords(ticket?.draft_job ?? null, ai)
  const older = (ticket?.version ?? 0) > suggestion.ticket_version
  const below = isOutdated(suggestion, ticket)
    ? ` ${t(older ? 'review.belowOlder' : 'review.belowWithdrawn')}`
    : ''
  return (
    <Notice tone="warn" title={title}>
      <p>
        {detail} {next && <NextTry at={next} />}
        {below}
      </p>
      {ticket && suggestion.status !== 'pending_review' && (
        <div className={classes.actions}>
          <JobActions ticket={ticket} size="xs" />
        </div>
      )}
    </Notice>
  )
}

/** The lease ran out: nothing typed is lost, and the draft can be taken again if it is free. */
function LostHold({ suggestion, onTake, onNext, review }: Props) {
  const [why, setWhy] = useState('')
  const other = suggestion.claim && !suggestion.claim.mine ? suggestion.claim.by.name : null
  const take = async () => setWhy((await onTake?.()) ?? '')
  return (
    <Notice tone="warn" title={t('review.holdLost')}>
      <p role="status">
        {why || (other ? t('flow.otherHas', { name: other }) : t('flow.maybeFree'))}{' '}
        {review.dirty && t('flow.textKept')}
      </p>
      <div className={classes.actions}>
        {onTake && (
          <Button size="xs" onClick={() => void take()}>
            {t('flow.takeAgain')}
          </Button>
        )}
        {onNext && (
          <Button size="xs" variant="default" onClick={onNext}>
            {t('queue.nextDraft')}
          </Button>
        )}
      </div>
    </Notice>
  )
}

interface NoticeProps {
  tone: 'calm' | 'warn' | 'bad' | 'ai'
  title: string
  children?: ReactNode
}

function Notice({ tone, title, children }: NoticeProps) {
  return (
    <div className={classes.notice} data-tone={tone} role={tone === 'bad' ? 'alert' : undefined}>
      <b>{title}</b>
      {children}
    </div>
  )
}
