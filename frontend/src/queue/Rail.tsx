import { lazy, Suspense, useCallback, useState } from 'react'
import { t } from '../i18n'
import { Keys } from '../keys/Keys'
import type { useFilters } from './useFilters'
import type { useRail } from './useRail'
import classes from './Rail.module.css'

const RailBody = lazy(() => import('./RailBody'))

interface Props {
  label: string
  rail: ReturnType<typeof useRail>
  filters: ReturnType<typeof useFilters>
  current: number | undefined
  lost: number[]
  /** Where several may be approved together. */
  onBulk?: () => void
  /** Leaves the search for the list. */
  onFirst: () => void
}

export function Rail({ label, rail, filters, current, lost, onBulk, onFirst }: Props) {
  // Where there is no room for the list beside the item, it opens over it.
  const [open, setOpen] = useState(false)
  const onPick = useCallback(() => setOpen(false), [])
  return (
    <aside
      className={classes.rail}
      aria-label={t('queue.listOf', { view: label })}
      data-open={open || undefined}
    >
      <header className={classes.head}>
        <span className={classes.title}>{label}</span>
        <span className={`${classes.count} hr-num`} data-testid="waiting">
          {rail.loading ? '' : t('queue.waiting', { count: rail.waiting })}
        </span>
        <button
          type="button"
          className={`${classes.toggle} hr-small`}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          {t(open ? 'queue.hideList' : 'queue.showList')}
        </button>
      </header>
      {onBulk && (
        <button
          type="button"
          className={`${classes.bulk} hr-small`}
          aria-keyshortcuts="b"
          onClick={onBulk}
        >
          {t('flow.bulkEnter')} <Keys of="b" />
        </button>
      )}
      {rail.arrived > 0 && (
        <button
          type="button"
          className={classes.arrived}
          aria-keyshortcuts="."
          onClick={rail.showArrived}
        >
          {t('queue.arrived', { count: rail.arrived })} <Keys of="." />
        </button>
      )}
      <div className={classes.body}>
        <Suspense fallback={<RowSkeletons />}>
          <RailBody
            label={label}
            rail={rail}
            filters={filters}
            current={current}
            lost={lost}
            onFirst={onFirst}
            onPick={onPick}
          />
          {rail.loading && <RowSkeletons />}
        </Suspense>
      </div>
    </aside>
  )
}

function RowSkeletons() {
  return (
    <div aria-hidden="true">
      {[0, 1, 2, 3, 4].map((row) => (
        <div key={row} className={classes.ghost}>
          <span />
          <span />
        </div>
      ))}
    </div>
  )
}
