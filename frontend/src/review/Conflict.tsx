import { Button } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import type { Review, Suggestion } from '../api/types'
import { inSentence, t } from '../i18n'
import { saveDraft } from '../lib/drafts'
import { ago } from '../lib/time'
import { REASON_WORDS } from '../lib/words'
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
  const changed = error?.code === 'first_review_changed'
  const theirs = (changed ? current?.first_review : current?.review) ?? null
  const reviewable =
    current?.status === 'pending_review' &&
    error?.code !== 'conflict_of_interest' &&
    current.first_review?.reviewer.id !== review.user.id
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])

  const leave = () => review.store.forget(shown.id)
  const takeUp = (withText: boolean) => {
    if (!current) return
    if (!withText) review.setAside(typed)
    const again = current.id === shown.id
    if (body.verdict === 'edit' && (withText || changed)) {
      saveDraft(review.user.id, current.id, current.content_hash, {
        reply: typed,
        summary: body.summary ?? current.summary,
        triage: body.triage ?? {},
        aside: !withText,
      })
    }
    // Where the panel stays as it was, what was typed goes on, or waits behind E.
    if (!withText || changed || !again) review.setMode('read')
    leave()
    onOpen(current.id)
  }

  return (
    <section className={classes.conflict} aria-label={t('review.conflict')}>
      <h3 ref={heading} tabIndex={-1} className={classes.title}>
        {titleOf(error?.code ?? '', current)}
      </h3>
      <p className={classes.lead}>
        {error?.message} {t(typed ? 'review.notSentTextBelow' : 'review.nothingSent')}
      </p>
      <div className={classes.actions}>
        {reviewable && typed && body.verdict === 'edit' && (
          <Button onClick={() => takeUp(true)}>{t('review.goOnWithMine')}</Button>
        )}
        {reviewable && (
          <Button variant={typed ? 'default' : 'filled'} onClick={() => takeUp(false)}>
            {t('review.lookAgain')}
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
            {t('queue.nextDraft')}
          </Button>
        )}
        {!onNext && !reviewable && (
          <Button variant="default" onClick={leave}>
            {t('common.close')}
          </Button>
        )}
      </div>
      {theirs && <Theirs review={theirs} />}
      {theirs?.final_reply && typed && body.verdict === 'edit' && (
        <WordDiff before={theirs.final_reply} after={typed} label={t('review.mineAgainstTheirs')} />
      )}
      {!theirs && current && current.reply !== shown.reply && (
        <WordDiff before={shown.reply} after={current.reply} label={t('review.newAgainstSeen')} />
      )}
      {typed && (
        <div className={classes.mine}>
          <h4>{t(body.verdict === 'edit' ? 'review.yourText' : 'review.yourNote')}</h4>
          <RichText text={typed} />
        </div>
      )}
    </section>
  )
}

function Theirs({ review }: { review: Review }) {
  const reason = review.reason_code && REASON_WORDS[review.reason_code]
  return (
    <div className={classes.theirs}>
      <h4>
        {t('review.someoneDid', {
          name: review.reviewer.name,
          verdict: review.verdict,
          ago: ago(review.created_at),
        })}
        {reason ? `, ${inSentence(reason)}` : ''}
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
      {t(done ? 'review.copied' : 'review.copyMine')}
    </Button>
  )
}

function newest(a: Suggestion | null, b: Suggestion | null, shown: Suggestion): Suggestion | null {
  if (!a || !b) return a ?? (b && b.id !== shown.id ? b : null)
  return b.id > a.id ? b : a
}

function titleOf(code: string, current: Suggestion | null): string {
  if (code === 'already_decided') {
    const name = current?.review?.reviewer.name
    return name ? t('review.wasFaster', { name }) : t('review.alreadyDecided')
  }
  if (code === 'needs_second_reviewer') return t('review.needsSecond')
  if (code === 'first_review_changed') return t('review.firstChanged')
  if (code === 'stale_version') return t('review.ticketChanged')
  if (code === 'hash_mismatch') return t('review.draftChanged')
  return t('review.tooLate')
}
