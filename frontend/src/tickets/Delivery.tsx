import type { ReactNode } from 'react'
import type { Delivery as DeliveryState } from '../api/types'
import { t } from '../i18n'
import { useNow } from '../lib/useNow'
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
  return (
    <p
      className={`${classes.delivery} hr-num`}
      data-status={delivery.status}
      title={delivery.sent_at ? fullTime(delivery.sent_at) : undefined}
    >
      <Icon size={14} /> {words(delivery)}
    </p>
  )
}

function words(delivery: DeliveryState): ReactNode {
  switch (delivery.status) {
    case 'scheduled':
      return <Scheduled at={delivery.deliver_after} />
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

/** When it goes out, counting down. */
function Scheduled({ at }: { at: string }) {
  const left = Math.ceil((Date.parse(at) - useNow()) / 1000)
  return left > 0 ? t('tickets.goesOutIn', { seconds: left }) : t('tickets.goingOut')
}
