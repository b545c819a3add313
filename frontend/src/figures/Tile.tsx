import type { ReactNode } from 'react'
import classes from './Figures.module.css'

interface Props {
  label: string
  value: ReactNode
  detail?: ReactNode
  tone?: 'bad'
  children?: ReactNode
}

/** One figure with its words. Used inside of a `<dl>`. */
export function Tile({ label, value, detail, tone, children }: Props) {
  return (
    <div className={classes.tile} data-tone={tone}>
      <dt>{label}</dt>
      <dd className={`${classes.value} hr-num`}>{value}</dd>
      {detail && <dd className={classes.detail}>{detail}</dd>}
      {children && <dd className={classes.detail}>{children}</dd>}
    </div>
  )
}
