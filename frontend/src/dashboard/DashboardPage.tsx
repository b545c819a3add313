import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { lazy, Suspense, useEffect } from 'react'
import { deskOptions } from '../api/figures'
import { FiguresSkeleton } from '../figures/FiguresSkeleton'
import { Head } from '../figures/Head'
import { USUAL } from '../figures/period'
import { Stale } from '../figures/Stale'
import { t } from '../i18n'
import { announce } from '../lib/live'
import { useSession } from '../session/useSession'
import { StateScreen } from '../ui/StateScreen'
import { Backlog } from './Backlog'
import { deskTables } from './deskTables'
import { NowTiles } from './NowTiles'
import classes from '../figures/Figures.module.css'

const Lower = lazy(() => import('./Lower'))

/** The desk at a glance, for supervisors and auditors. */
export function DashboardPage() {
  const { may } = useSession()
  useEffect(() => {
    document.title = `${t('dashboard.title')} · Handrail`
  }, [])
  if (may('admin.view')) return <Dashboard />
  return (
    <StateScreen title={t('dashboard.notYours')} detail={t('dashboard.notYoursDetail')}>
      <Button component={Link} to="/numbers">
        {t('shell.numbers')}
      </Button>
    </StateScreen>
  )
}

function Dashboard() {
  const { days = USUAL } = useSearch({ from: '/dashboard' })
  const navigate = useNavigate()
  const query = useQuery(deskOptions(days))
  const { data } = query
  const fresh = data && !query.isPlaceholderData
  useEffect(() => {
    if (fresh) announce(t('dashboard.announce', { days, count: data.backlog.waiting }))
    // Once for a period, not for each refresh.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [fresh, days])
  return (
    <div className={classes.page} aria-busy={!fresh && !query.error}>
      <Head
        title={t('dashboard.title')}
        days={days}
        onDays={(chosen) =>
          void navigate({
            to: '/dashboard',
            search: chosen === USUAL ? {} : { days: chosen },
            replace: true,
          })
        }
        period={data?.period}
        file="handrail-dashboard"
        tables={data && (() => deskTables(data))}
      />
      <Stale query={query} />
      {data ? (
        <div className={classes.body} data-old={query.isPlaceholderData || undefined}>
          <NowTiles desk={data} />
          <Backlog desk={data} />
          <Suspense fallback={null}>
            <Lower desk={data} />
          </Suspense>
        </div>
      ) : (
        !query.error && <FiguresSkeleton />
      )}
    </div>
  )
}
