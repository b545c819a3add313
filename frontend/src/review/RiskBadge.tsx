import type { Risk } from '../api/types'
import { t } from '../i18n'
import classes from './RiskBadge.module.css'

const BARS: Record<Risk, number> = { low: 1, medium: 2, high: 3 }

interface Props {
  risk: Risk
  small?: boolean
  /** The bars alone, for a row of the list; the words are there for whoever listens or points. */
  bare?: boolean
}

/** Risk by number of bars as well as colour. */
export function RiskBadge({ risk, small = false, bare = false }: Props) {
  const words = t(`review.risk.${risk}`)
  return (
    <span
      className={classes.badge}
      data-risk={risk}
      data-small={small || undefined}
      title={bare ? words : undefined}
    >
      <svg width="13" height="12" viewBox="0 0 13 12" aria-hidden="true">
        {[0, 1, 2].map((bar) => (
          <rect
            key={bar}
            x={bar * 4.5}
            y={8 - bar * 4}
            width="3.2"
            height={4 + bar * 4}
            rx="1"
            fill="currentColor"
            opacity={bar < BARS[risk] ? 1 : 0.25}
          />
        ))}
      </svg>
      {bare ? <span className="hr-hidden">{words}</span> : words}
    </span>
  )
}
