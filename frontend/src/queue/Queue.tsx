import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { lazy, Suspense, useEffect } from 'react'
import { savedViewsOptions } from '../api/queries'
import type { QueueView } from '../api/types'
import { t } from '../i18n'
import { useKeys } from '../keys/useKeys'
import { announce } from '../lib/live'
import { VIEWS } from '../lib/words'
import { StateScreen } from '../ui/StateScreen'
import { Item } from './Item'
import { ItemSkeleton } from './ItemSkeleton'
import { Rail } from './Rail'
import { chipsOf, viewOnly } from './filters'
import { useFilters } from './useFilters'
import { useQueue } from './useQueue'
import type { RailRow } from './useRail'
import classes from './Queue.module.css'

const Bulk = lazy(() => import('../flow/Bulk'))

export function Queue({ view, item }: { view: QueueView; item: number | undefined }) {
  const chosen = useFilters()
  const { filters, setFilters } = chosen
  const queue = useQueue(filters, item)
  const { rail, claims, current } = queue
  const words = VIEWS.find((entry) => entry.view === view) ?? VIEWS[0]
  const { data: views } = useQuery({ ...savedViewsOptions, enabled: queue.mayDecide })
  const saved = views?.results.find((entry) => entry.slug === chosen.saved)
  const label = saved?.name ?? words?.label ?? 'All'

  useEffect(() => {
    document.title = `${rail.waiting ? `(${rail.waiting}) ` : ''}${label} · Handrail`
  }, [rail.waiting, label])

  const navigate = useNavigate({ from: '/queue' })
  const bulk = useSearch({ from: '/queue' }).bulk === true && queue.mayDecide
  const setBulk = (on: true | undefined) =>
    void navigate({ search: (old) => ({ ...old, bulk: on }), replace: true })
  const mayBulk = view === 'low_risk' && queue.mayDecide
  useKeys(
    {
      j: () => queue.move(1),
      k: () => queue.move(-1),
      '.': rail.showArrived,
    },
    { enabled: !bulk },
  )
  const toBulk = () => {
    if (mayBulk) return setBulk(true)
    announce(t('queue.bulkElsewhere'))
    void navigate({ search: { view: 'low_risk' } })
  }
  useKeys({ b: toBulk }, { enabled: queue.mayDecide && !bulk })

  const loading = claims.asking || rail.loading
  if (bulk) {
    const items = rail.rows.flatMap((row) => (forBulk(row) && row.item ? [row.item] : []))
    const queued = claims.held.map((one) => one.id)
    return (
      <Suspense fallback={<ItemSkeleton />}>
        <Bulk items={items} queued={queued} onClose={() => setBulk(undefined)} />
      </Suspense>
    )
  }
  const narrowed =
    queue.mayDecide &&
    rail.waiting === 0 &&
    (chipsOf(filters).length > 0 || Boolean(filters.search))
  return (
    <div className={classes.queue} data-empty={current === undefined || undefined}>
      <Rail
        label={label}
        rail={rail}
        onBulk={mayBulk ? () => setBulk(true) : undefined}
        filters={chosen}
        current={current}
        lost={claims.lost}
        onFirst={() => queue.open(rail.searching ? undefined : (rail.rows[0]?.id ?? current))}
      />
      {current !== undefined ? (
        <Item
          key={current}
          id={current}
          seed={claims.held.find((one) => one.id === current)}
          lost={claims.lost.includes(current)}
          onDecide={queue.decide}
          onSkip={queue.skip}
          onTake={() => claims.take(current)}
          onOpen={queue.open}
          onNext={() => queue.open(queue.after(current))}
          onComposing={(typing) => {
            queue.composing.current = typing
          }}
        />
      ) : loading ? (
        <ItemSkeleton />
      ) : rail.error || claims.error ? (
        <div className={classes.fill}>
          <StateScreen
            tone="bad"
            title={t('queue.failed')}
            detail={(claims.error ?? rail.error)?.message}
          >
            <Button
              onClick={() => {
                rail.retry()
                void claims.fill([])
              }}
            >
              {t('common.tryAgain')}
            </Button>
          </StateScreen>
        </div>
      ) : (
        <div className={classes.fill}>
          <h1 className="hr-hidden">{label}</h1>
          {narrowed && !rail.waiting ? (
            <StateScreen title={t('queue.noMatch')} detail={t('queue.noMatchDetail')}>
              <Button onClick={() => setFilters(viewOnly(filters))}>{t('queue.clear')}</Button>
            </StateScreen>
          ) : (
            <StateScreen
              title={t(queue.mayDecide ? 'queue.allDone' : 'queue.reviewersOnly')}
              detail={
                !queue.mayDecide
                  ? t('queue.mayOnlyRead')
                  : rail.waiting > 0
                    ? t('queue.othersHold')
                    : `${words?.empty ?? ''} ${t('queue.newAppear')}`
              }
            />
          )}
        </div>
      )}
    </div>
  )
}

/** What may be chosen at all; the drafts themselves say the rest. */
const forBulk = ({ item, settled, held }: RailRow) =>
  item !== null &&
  !settled &&
  item.risk === 'low' &&
  !item.awaits_second &&
  (held || (item.claim?.mine ?? true))
