import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { t } from '../i18n'
import { useOnline } from '../lib/useOnline'
import { useLiveState } from './state'
import { listen } from './stream'
import classes from './Live.module.css'

/** Keeps the page live while it is shown, and says whether it is. */
export function LiveBadge() {
  const client = useQueryClient()
  const state = useLiveState()
  const online = useOnline()
  useEffect(() => listen(client), [client])
  if (state === 'off') return null
  // A stream hears of a lost network only when it times out.
  const live = state === 'live' && online
  return (
    <p
      className={classes.badge}
      data-live={live || undefined}
      title={t(live ? 'live.onDetail' : 'live.offDetail')}
    >
      <span className={classes.dot} aria-hidden="true" />
      {t(live ? 'live.on' : state !== 'connecting' ? 'live.down' : 'live.connecting')}
    </p>
  )
}
