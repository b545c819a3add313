import { Button } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import type { Suggestion } from '../api/types'
import { saveDraft } from '../lib/drafts'
import { ago } from '../lib/time'
import { DONE_WORDS, REASONS } from '../lib/words'
import { RichText } from '../ui/RichText'
import { WordDiff } from '../ui/WordDiff'
import type { Attempt } from './decisions'
import type { ReviewPanelProps } from './ReviewPanel'
import type { ReviewState } from './useReview'
import classes from './Conflict.module.css'

interface Props extends ReviewPanelProps {
  attempt: Attempt
  review: ReviewState
}

/** The server refused because the world moved on: says how, and keeps what was typed. */
export default function Conflict(props: Props) {
  const { attempt, review, ticket, onOpen, onNext } = props
  const { error, body, suggestion: shown } = attempt
  const current = newest(error?.current ?? null, ticket?.suggestion ?? null, shown)
  const typed = body.verdict === 'edit' ? (body.reply ?? '') : (body.note ?? '')
  const decided = current?.review ?? null
  const reviewable =
    current?.status === 'pending_review' && current.first_review?.reviewer.id !== review.user.id
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])

  const leave = () => review.store.forget(shown.id)
  const takeUp = (withText: boolean) => {
    if (!current) return
    if (withText) {
      saveDraft(review.user.id, current.id, current.content_hash, {
        reply: typed,
        summary: body.summary ?? current.summary,
        triage: body.triage ?? {},
      })
    }
    // The same draft stays mounted: what was typed waits behind E.
    else if (current.id === shown.id) review.setMode('read')
    leave()
    onOpen(current.id)
  }

  return (
    <section className={classes.conflict} aria-label="Conflict">
      <h3 ref={heading} tabIndex={-1} className={classes.title}>
        {titleOf(error?.code ?? '', current)}
      </h3>
      <p className={classes.lead}>
        {error?.message} Nothing of yours was sent{typed ? '; your text is below' : ''}.
      </p>
      <div className={classes.actions}>
        {reviewable && typed && body.verdict === 'edit' && (
          <Button onClick={() => takeUp(true)}>Go on with my text</Button>
        )}
        {reviewable && (
          <Button variant={typed ? 'default' : 'filled'} onClick={() => takeUp(false)}>
            Look at it as it is now
          </Button>
        )}
        {typed && <CopyButton text={typed} />}
        {onNext && (
          <Button
            variant="default"
            onClick={() => {
              leave()
              onNext()
            }}
          >
            Next draft
          </Button>
        )}
        {!onNext && !reviewable && (
          <Button variant="default" onClick={leave}>
            Close
          </Button>
        )}
      </div>
      {decided && <Theirs current={current} />}
      {decided && typed && body.verdict === 'edit' && decided.final_reply && (
        <WordDiff before={decided.final_reply} after={typed} label="Your text against theirs" />
      )}
      {!decided && current && current.reply !== shown.reply && (
        <WordDiff
          before={shown.reply}
          after={current.reply}
          label="New draft against the one you saw"
        />
      )}
      {typed && (
        <div className={classes.mine}>
          <h4>{body.verdict === 'edit' ? 'Your text' : 'Your note'}</h4>
          <RichText text={typed} />
        </div>
      )}
    </section>
  )
}

function Theirs({ current }: { current: Suggestion | null }) {
  const review = current?.review
  if (!review) return null
  const reason = REASONS.find((one) => one.code === review.reason_code)?.label
  return (
    <div className={classes.theirs}>
      <h4>
        {review.reviewer.name}: {DONE_WORDS[review.verdict].toLowerCase()} {ago(review.created_at)}
        {reason ? `, ${reason.toLowerCase()}` : ''}
      </h4>
      {review.final_reply && <RichText text={review.final_reply} />}
    </div>
  )
}

function CopyButton({ text }: { text: string }) {
  const [done, setDone] = useState(false)
  const copy = () =>
    void navigator.clipboard?.writeText(text).then(
      () => setDone(true),
      () => undefined,
    )
  return (
    <Button variant="default" onClick={copy}>
      {done ? 'Copied' : 'Copy my text'}
    </Button>
  )
}

function newest(a: Suggestion | null, b: Suggestion | null, shown: Suggestion): Suggestion | null {
  if (!a || !b) return a ?? (b && b.id !== shown.id ? b : null)
  return b.id > a.id ? b : a
}

function titleOf(code: string, current: Suggestion | null): string {
  if (code === 'already_decided') {
    return current?.review ? `${current.review.reviewer.name} was faster` : 'Already decided'
  }
  if (code === 'needs_second_reviewer') return 'A second person has to decide'
  if (code === 'first_review_changed') return 'The first review changed while you were deciding'
  if (code === 'stale_version') return 'The ticket changed while you were deciding'
  if (code === 'hash_mismatch') return 'The draft changed while you were deciding'
  return 'This can no longer be decided'
}
