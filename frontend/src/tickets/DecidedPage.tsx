import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import { myReviewsOptions } from '../api/queries'
import type { MyReview } from '../api/types'
import { DecisionRow } from '../flow/DecisionRow'
import { t } from '../i18n'
import { Keys } from '../keys/Keys'
import { dayWords } from '../lib/time'
import { StateScreen } from '../ui/StateScreen'
import { TicketRowSkeletons } from './TicketRow'
import classes from './DecidedPage.module.css'

const SHOWN = 100

/** What I decided, day by day, the latest first; what waits can still be taken back here. */
export function DecidedPage() {
  const query = useQuery({ ...myReviewsOptions(SHOWN), refetchInterval: 5000 })
  useEffect(() => {
    document.title = `${t('tickets.mine')} · Handrail`
  }, [])
  const days = byDay(query.data?.results ?? [])
  return (
    <div className={classes.page}>
      <header className={classes.head}>
        <h1>{t('tickets.mine')}</h1>
        <span className={classes.hint}>
          {t('acts.lastTen')} <Keys of="h" />
        </span>
      </header>
      {query.error && !query.data ? (
        <StateScreen tone="bad" title={t('tickets.mineFailed')} detail={query.error.message}>
          <Button onClick={() => void query.refetch()}>{t('common.tryAgain')}</Button>
        </StateScreen>
      ) : query.isPending ? (
        <TicketRowSkeletons />
      ) : days.length === 0 ? (
        <StateScreen title={t('tickets.mineNone')} detail={t('tickets.mineHow')}>
          <Button component={Link} to="/queue">
            {t('tickets.toQueue')}
          </Button>
        </StateScreen>
      ) : (
        days.map(({ day, reviews }) => (
          <section key={day} className={classes.day} aria-labelledby={`day-${day}`}>
            <h2 id={`day-${day}`}>
              {dayWords(day)} <span className="hr-num">{reviews.length}</span>
            </h2>
            <ul className={classes.list}>
              {reviews.map((review) => (
                <DecisionRow key={review.id} review={review} />
              ))}
            </ul>
          </section>
        ))
      )}
    </div>
  )
}

/** In the days of this machine's clock, as they come. */
function byDay(reviews: MyReview[]) {
  const days: { day: string; reviews: MyReview[] }[] = []
  for (const review of reviews) {
    const day = new Date(review.created_at).toDateString()
    const last = days.at(-1)
    if (last?.day === day) last.reviews.push(review)
    else days.push({ day, reviews: [review] })
  }
  return days
}
