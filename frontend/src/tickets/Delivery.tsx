import { useEffect, useState } from 'react'
import type { Delivery as DeliveryState } from '../api/types'
import { t } from '../i18n'
import { fullTime, messageTime } from '../lib/time'
import { CheckIcon, ClockIcon, CloseIcon, SendIcon, WarnIcon } from '../ui/icons'
import classes from './Delivery.module.css'

const ICONS = {
  scheduled: ClockIcon,
  sending: SendIcon,
  sent: CheckIcon,
  failed: WarnIcon,
  cancelled: CloseIcon,
}

/** Where a reply is on its way to the customer. */
export function Delivery({ delivery }: { delivery: DeliveryState }) {
  const Icon = ICONS[delivery.status]
  const left = useSecondsUntil(delivery.status === 'scheduled' ? delivery.deliver_after : null)
  return (
    <p
      className={`${classes.delivery} hr-num`}
      data-status={delivery.status}
      title={delivery.sent_at ? fullTime(delivery.sent_at) : undefined}
    >
      <Icon size={14} /> {words(delivery, left)}
    </p>
  )
}

function words(delivery: DeliveryState, left: number): string {
  switch (delivery.status) {
    case 'scheduled':
      return left > 0 ? t('tickets.goesOutIn', { seconds: left }) : t('tickets.goingOut')
    case 'sending':
      return t('tickets.beingSent')
    case 'sent':
      return delivery.sent_at
        ? t('tickets.sentAt', { time: messageTime(delivery.sent_at) })
        : t('tickets.sent')
    case 'failed':
      return t('tickets.notDelivered') + (delivery.error ? `: ${delivery.error}` : '')
    case 'cancelled':
      return t('tickets.takenBack')
  }
}

function useSecondsUntil(iso: string | null): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    if (!iso) return
    const timer = setInterval(() => setNow(Date.now()), 500)
    return () => clearInterval(timer)
  }, [iso])
  return iso ? Math.max(0, Math.ceil((Date.parse(iso) - now) / 1000)) : 0
}
