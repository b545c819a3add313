import { Skeleton } from '@mantine/core'
import { t } from '../i18n'
import classes from './Item.module.css'

/** Same zones as the real item, so that nothing jumps when it arrives. */
export function ItemSkeleton() {
  return (
    <>
      <div className={classes.zone} aria-busy="true">
        <span className="hr-hidden">{t('queue.loadingNext')}</span>
        <div className={classes.ghost}>
          <Skeleton height={24} width="62%" />
          <Skeleton height={12} width="38%" mt={12} />
          <Skeleton height={110} mt={28} radius={10} />
          <Skeleton height={70} mt={14} radius={10} />
        </div>
      </div>
      <div className={classes.zone} data-side aria-hidden="true">
        <div className={classes.ghost}>
          <Skeleton height={14} width="44%" />
          <Skeleton height={44} mt={18} />
          <Skeleton height={220} mt={18} radius={10} />
          <Skeleton height={40} mt={18} />
        </div>
      </div>
    </>
  )
}
