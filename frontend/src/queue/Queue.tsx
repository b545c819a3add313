import { Button } from '@mantine/core'
import { useEffect } from 'react'
import type { QueueView } from '../api/types'
import { t } from '../i18n'
import { useKeys } from '../keys/useKeys'
import { VIEWS } from '../lib/words'
import { StateScreen } from '../ui/StateScreen'
import { Item } from './Item'
import { ItemSkeleton } from './ItemSkeleton'
import { Rail } from './Rail'
import { useQueue } from './useQueue'
import classes from './Queue.module.css'

export function Queue({ view, item }: { view: QueueView; item: number | undefined }) {
  const queue = useQueue(view, item)
  const { rail, claims, current } = queue
  const words = VIEWS.find((entry) => entry.view === view) ?? VIEWS[0]
  const label = words?.label ?? 'All'

  useEffect(() => {
    document.title = `${rail.waiting ? `(${rail.waiting}) ` : ''}${label} · Handrail`
  }, [rail.waiting, label])

  useKeys({
    j: () => queue.move(1),
    k: () => queue.move(-1),
    '.': rail.showArrived,
    s: () => current !== undefined && queue.skip(current),
  })

  const loading = !claims.ready || rail.loading
  return (
    <div className={classes.queue} data-empty={current === undefined || undefined}>
      <Rail label={label} rail={rail} current={current} lost={claims.lost} />
      {current !== undefined ? (
        <Item
          key={current}
          id={current}
          seed={claims.held.find((one) => one.id === current)}
          lost={claims.lost.includes(current)}
          onDecide={queue.decide}
          onSkip={() => queue.skip(current)}
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
                void claims.fill(queue.skipped)
              }}
            >
              {t('common.tryAgain')}
            </Button>
          </StateScreen>
        </div>
      ) : (
        <div className={classes.fill}>
          <h1 className="hr-hidden">{label}</h1>
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
        </div>
      )}
    </div>
  )
}
