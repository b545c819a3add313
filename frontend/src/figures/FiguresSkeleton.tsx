import { t } from '../i18n'
import classes from './Figures.module.css'

export function FiguresSkeleton() {
  return (
    <div className={classes.body}>
      <span className="hr-hidden">{t('common.loading')}</span>
      <div className={classes.tiles} aria-hidden="true">
        {Array.from({ length: 8 }, (_, at) => (
          <div key={at} className={classes.bone} />
        ))}
      </div>
      <div className={classes.charts} aria-hidden="true">
        <div className={classes.bone} data-chart />
        <div className={classes.bone} data-chart />
      </div>
    </div>
  )
}
