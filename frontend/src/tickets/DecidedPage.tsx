import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import { decidedOptions } from '../api/queries'
import type { Suggestion } from '../api/types'
import { t } from '../i18n'
import { ago, fullTime } from '../lib/time'
import { DONE_WORDS, REASONS } from '../lib/words'
import { useDecisions } from '../review/DecisionsProvider'
import { useSession } from '../session/useSession'
import { StateScreen } from '../ui/StateScreen'
import { TicketRowSkeletons } from './TicketRow'
import classes from './DecidedPage.module.css'

/** What I decided, newest first; while the reply waits it can still be taken back here. */
export function DecidedPage() {
  const query = useQuery(decidedOptions)
  useEffect(() => {
    document.title = `${t('tickets.mine')} · Handrail`
  }, [])
  const { user } = useSession()
  const decided = query.data?.results.filter((one) => signedBy(one, user.id)) ?? []
  return (
    <div className={classes.page}>
      <header className={classes.head}>
        <h1>{t('tickets.mine')}</h1>
      </header>
      {query.error ? (
        <StateScreen tone="bad" title={t('tickets.mineFailed')} detail={query.error.message}>
          <Button onClick={() => void query.refetch()}>{t('common.tryAgain')}</Button>
        </StateScreen>
      ) : query.isPending ? (
        <TicketRowSkeletons />
      ) : decided.length === 0 ? (
        <StateScreen title={t('tickets.mineNone')} detail={t('tickets.mineHow')}>
          <Button component={Link} to="/queue">
            {t('tickets.toQueue')}
          </Button>
        </StateScreen>
      ) : (
        <ul className={classes.list}>
          {decided.map((suggestion) => (
            <Row key={suggestion.id} suggestion={suggestion} />
          ))}
        </ul>
      )}
    </div>
  )
}

/** Signed by this person, if only as the first of two; drafts that they merely hold are not. */
const signedBy = (one: Suggestion, user: number) =>
  one.review !== null || one.first_review?.reviewer.id === user

function Row({ suggestion }: { suggestion: Suggestion }) {
  const { store } = useDecisions()
  const { user } = useSession()
  const review = suggestion.review ?? suggestion.first_review
  if (!review) return null
  const attempt = store.of(suggestion.id)
  const open = attempt?.state === 'done' && attempt.undoEnds > performance.now()
  const reason = REASONS.find((one) => one.code === review.reason_code)?.label
  return (
    <li className={classes.row}>
      <span className={classes.verdict} data-verdict={review.verdict}>
        {DONE_WORDS[review.verdict]}
      </span>
      <Link to="/tickets/$id" params={{ id: String(suggestion.ticket) }} className={classes.link}>
        <b>{suggestion.ticket_subject}</b>
        <span>
          {suggestion.ticket_reference} · {suggestion.customer_name}
          {reason ? ` · ${reason}` : ''}
          {!suggestion.review && ` · ${t('tickets.waitsForSecond')}`}
          {review.reviewer.id !== user.id &&
            ` · ${t('tickets.settledBy', { name: review.reviewer.name })}`}
        </span>
      </Link>
      {open && (
        <Button size="xs" variant="default" onClick={() => store.undo(suggestion.id)}>
          {t('review.undo')}
        </Button>
      )}
      <time className="hr-num" dateTime={review.created_at} title={fullTime(review.created_at)}>
        {ago(review.created_at)}
      </time>
    </li>
  )
}
