import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import type { MyReview } from '../api/types'
import { DecisionRow } from '../flow/DecisionRow'
import { MyDecisions } from '../flow/MyDecisions'
import { t } from '../i18n'
import { Keys } from '../keys/Keys'
import { dayWords } from '../lib/time'
import classes from './DecidedPage.module.css'

const SHOWN = 100

/** What I decided, day by day, the latest first; what waits can still be taken back here. */
export function DecidedPage() {
  useEffect(() => {
    document.title = `${t('tickets.mine')} · Handrail`
  }, [])
  return (
    <div className={classes.page}>
      <header className={classes.head}>
        <h1>{t('tickets.mine')}</h1>
        <span className={classes.hint}>
          {t('acts.lastTen')} <Keys of="h" />
        </span>
      </header>
      <MyDecisions
        limit={SHOWN}
        every={5000}
        whenNone={
          <Button component={Link} to="/queue">
            {t('tickets.toQueue')}
          </Button>
        }
      >
        {(reviews) =>
          byDay(reviews).map((one) => (
            <section key={one.day} className={classes.day} aria-labelledby={`day-${one.day}`}>
              <h2 id={`day-${one.day}`}>
                {dayWords(one.day)} <span className="hr-num">{one.reviews.length}</span>
              </h2>
              <ul className={classes.list}>
                {one.reviews.map((review) => (
                  <DecisionRow key={review.id} review={review} />
                ))}
              </ul>
            </section>
          ))
        }
      </MyDecisions>
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
