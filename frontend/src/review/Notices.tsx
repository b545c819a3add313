import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { ago } from '../lib/time'
import type { Review, Suggestion, TicketDetail } from '../api/types'
import { DONE_WORDS, REASONS } from '../lib/words'
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
export function Notices(props: Props) {
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
        <Notice tone="bad" title={`This was not ${DONE_WORDS[attempt.body.verdict].toLowerCase()}`}>
          <p>{attempt.error.message}</p>
          {attempt.error.fields.map((field) => (
            <p key={field.field}>{field.message}</p>
          ))}
          <Button size="xs" onClick={() => props.onDecide(attempt.body)}>
            Try again
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
          <Notice tone="ai" title="A new draft is being written">
            <p>This one stays until the new one is there; then you see what differs.</p>
          </Notice>
        )
      )}
      {regenerating.error && (
        <Notice tone="bad" title="No new draft was asked for">
          <p>{regenerating.error.message}</p>
        </Notice>
      )}
      {lost && (
        <Notice tone="warn" title="Your hold on this draft ran out">
          <p>A colleague may have it too. You can still decide; whoever is first counts.</p>
        </Notice>
      )}
      {other && (
        <Notice tone="warn" title={`${other.name} has this open`}>
          <p>You can still decide; whoever is first counts.</p>
        </Notice>
      )}
      {first && (
        <Notice
          tone="calm"
          title={`Second review · ${first.reviewer.name} ${DONE_WORDS[first.verdict].toLowerCase()} this ${ago(first.created_at)}`}
        >
          <p>
            {first.final_reply === suggestion.reply
              ? 'The AI draft was approved unchanged. Confirm it, or decide otherwise.'
              : 'Confirming sends the text as the first reviewer left it.'}
          </p>
          {first.note && <p>“{first.note}”</p>}
        </Notice>
      )}
      {!first && suggestion.required_reviews === 2 && suggestion.status === 'pending_review' && (
        <Notice tone="calm" title="Two people decide on this one">
          <p>After you, somebody else confirms before anything is sent.</p>
        </Notice>
      )}
    </>
  )
}

/** Who decided what on this draft, when it is looked at afterwards. */
function Outcome({ decided, suggestion, onNext, review }: Props & { decided: Review }) {
  const reason = REASONS.find((one) => one.code === decided.reason_code)?.label
  const mine = decided.reviewer.id === review.user.id
  return (
    <Notice
      tone="calm"
      title={`${mine ? 'You' : decided.reviewer.name}: ${DONE_WORDS[decided.verdict].toLowerCase()} ${ago(decided.created_at)}`}
    >
      {reason && <p>Reason: {reason.toLowerCase()}</p>}
      {decided.note && <p>“{decided.note}”</p>}
      {decided.verdict === 'edit' && (
        <WordDiff before={suggestion.reply} after={decided.final_reply} label="What was changed" />
      )}
      {onNext && (
        <Button size="xs" onClick={onNext}>
          Next draft
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
    <Notice tone="ai" title="There is a newer draft">
      <WordDiff before={suggestion.reply} after={newer.reply} label="New draft against this one" />
      <Button size="xs" onClick={() => onOpen(newer.id)}>
        Review the new draft
      </Button>
    </Notice>
  )
}

/** The draft on screen is not for review any more, and the one after it is not there yet. */
function Awaited({ suggestion, ticket }: Props) {
  const ai = useAI()
  const { title, detail, next } = jobWords(ticket?.draft_job ?? null, ai)
  const below = !isOutdated(suggestion, ticket)
    ? ''
    : (ticket?.version ?? 0) > suggestion.ticket_version
      ? ' The one below answers an older state of the ticket.'
      : ' The one below is withdrawn and stays readable.'
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

interface NoticeProps {
  tone: 'calm' | 'warn' | 'bad' | 'ai'
  title: string
  children?: ReactNode
}

export function Notice({ tone, title, children }: NoticeProps) {
  return (
    <div className={classes.notice} data-tone={tone} role={tone === 'bad' ? 'alert' : undefined}>
      <b>{title}</b>
      {children}
    </div>
  )
}
