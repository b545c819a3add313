import { Suspense, useId, type ReactNode } from 'react'
import { t } from '../i18n'
import { FigureTable } from './FigureTable'
import type { Table } from './tables'
import classes from './Figures.module.css'

interface Props {
  title: string
  /** What one mark stands for: "decisions per day". */
  unit: string
  table: Table
  /** Instead of a chart that would say more than its few points do. */
  tooFew?: string | false
  children: ReactNode
}

/** A chart under its heading, with the same figures as a table one key away. */
export function Figure({ title, unit, table, tooFew, children }: Props) {
  const id = useId()
  return (
    <section className={classes.figure} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <p className={classes.unit}>{unit}</p>
      {tooFew ? (
        <p className={classes.tooFew}>{tooFew}</p>
      ) : (
        <Suspense fallback={<div className={classes.bone} data-chart aria-hidden="true" />}>
          {children}
        </Suspense>
      )}
      <details className={classes.details}>
        <summary>{t('numbers.asTable')}</summary>
        <FigureTable table={table} />
      </details>
    </section>
  )
}
