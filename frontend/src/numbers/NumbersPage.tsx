import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { lazy, Suspense, useEffect } from 'react'
import { myNumbersOptions } from '../api/figures'
import type { MyNumbers } from '../api/types'
import { FiguresSkeleton } from '../figures/FiguresSkeleton'
import { Head } from '../figures/Head'
import { USUAL } from '../figures/period'
import { Stale } from '../figures/Stale'
import { t } from '../i18n'
import { announce } from '../lib/live'
import { StateScreen } from '../ui/StateScreen'
import { Definitions } from './Definitions'
import { MyCharts } from './MyCharts'
import { MyTiles } from './MyTiles'
import { allTables } from './numbersTables'
import classes from '../figures/Figures.module.css'

const OwnAttention = lazy(() => import('../vigilance/OwnAttention'))

/** What I decided in a period, beside the team's median; nobody else sees it here. */
export function NumbersPage() {
  const { days = USUAL } = useSearch({ from: '/numbers' })
  const navigate = useNavigate()
  const query = useQuery(myNumbersOptions(days))
  const { data } = query
  useEffect(() => {
    document.title = `${t('numbers.title')} · Handrail`
  }, [])
  const fresh = data && !query.isPlaceholderData
  useEffect(() => {
    if (fresh) announce(t('numbers.announce', { days, count: data.mine.decided }))
    // Once for a period, not for each refresh.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [fresh, days])
  return (
    <div className={classes.page} aria-busy={!fresh && !query.error}>
      <Head
        title={t('numbers.title')}
        days={days}
        onDays={(chosen) =>
          void navigate({
            to: '/numbers',
            search: chosen === USUAL ? {} : { days: chosen },
            replace: true,
          })
        }
        period={data?.period}
        file="handrail-my-numbers"
        tables={data && (() => allTables(data))}
      />
      {query.error && !data ? (
        <StateScreen tone="bad" title={t('numbers.failed')} detail={query.error.message}>
          <Button onClick={() => void query.refetch()}>{t('common.tryAgain')}</Button>
        </StateScreen>
      ) : data ? (
        <>
          <Stale query={query} />
          <div className={classes.body} data-old={query.isPlaceholderData || undefined}>
            <Body numbers={data} />
          </div>
        </>
      ) : (
        <FiguresSkeleton />
      )}
    </div>
  )
}

function Body({ numbers }: { numbers: MyNumbers }) {
  const { mine, people, period } = numbers
  if (!mine.decided && !mine.undone) {
    return (
      <StateScreen title={t('numbers.empty')} detail={t('numbers.emptyDetail')}>
        <Button component={Link} to="/queue">
          {t('shell.toQueue')}
        </Button>
      </StateScreen>
    )
  }
  return (
    <>
      <p className={classes.note}>
        {people < 3 ? t('numbers.teamSilent') : t('numbers.teamOf', { count: people })}
      </p>
      <MyTiles numbers={numbers} />
      <MyCharts numbers={numbers} />
      <Suspense fallback={null}>
        <OwnAttention start={period.start} end={period.end} />
      </Suspense>
      <Definitions />
    </>
  )
}
