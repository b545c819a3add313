import { Skeleton } from '@mantine/core'
import { t } from '../i18n'
import classes from './Figures.module.css'

export function FiguresSkeleton() {
  return (
    <div className={classes.body}>
      <span className="hr-hidden">{t('common.loading')}</span>
      <div className={classes.tiles} aria-hidden="true">
        {Array.from({ length: 8 }, (_, at) => (
          <Skeleton key={at} height={92} />
        ))}
      </div>
      <div className={classes.charts} aria-hidden="true">
        <Skeleton height={300} />
        <Skeleton height={300} />
      </div>
    </div>
  )
}
