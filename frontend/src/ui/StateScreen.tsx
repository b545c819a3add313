import type { ReactNode } from 'react'
import classes from './StateScreen.module.css'

interface Props {
  title: string
  detail?: ReactNode
  tone?: 'calm' | 'bad'
  icon?: ReactNode
  children?: ReactNode
}

/** Empty, error and "nothing chosen" states share one calm shape. */
export function StateScreen({ title, detail, tone = 'calm', icon, children }: Props) {
  return (
    <div className={classes.screen} role={tone === 'bad' ? 'alert' : undefined}>
      <div className={classes.art} data-tone={tone} aria-hidden="true">
        {icon ?? <Rail />}
      </div>
      <h2 className={classes.title}>{title}</h2>
      {detail && <p className={classes.detail}>{detail}</p>}
      {children && <div className={classes.actions}>{children}</div>}
    </div>
  )
}

function Rail() {
  return (
    <svg
      width="120"
      height="64"
      viewBox="0 0 120 64"
      fill="none"
      stroke="currentColor"
      strokeLinecap="round"
    >
      <path d="M14 62V46M42 62V37M70 62V28M98 62V19" strokeWidth="2" opacity="0.45" />
      <path d="M4 48 108 14c6-2 8 2 6 6" strokeWidth="4" />
    </svg>
  )
}
