import { t } from '../i18n'
import { fullTime } from '../lib/time'
import { useMinute } from '../lib/useMinute'
import { ClockIcon, WarnIcon } from '../ui/icons'
import { clockOf } from './clock'
import classes from './SlaClock.module.css'

interface Props {
  waitingSince: string | null
  dueAt: string | null
  /** Shorter, for a row of the list. */
  small?: boolean
}

/** How long there is to answer: in words, with a sign and a colour. Nothing when nobody waits. */
export function SlaClock({ waitingSince, dueAt, small }: Props) {
  const now = useMinute()
  if (!waitingSince || !dueAt) return null
  const { state, amount, unit } = clockOf(waitingSince, dueAt, now)
  const Icon = state === 'late' ? WarnIcon : ClockIcon
  const words = t(`queue.clock.${state}`, { amount, unit })
  const title = t('queue.dueAt', { time: fullTime(dueAt) })
  return (
    <time
      className={classes.clock}
      data-state={state}
      data-small={small || undefined}
      dateTime={dueAt}
      title={title}
    >
      <Icon size={13} />
      {words}
    </time>
  )
}
