import { lazy, Suspense, useState } from 'react'
import { t } from '../i18n'
import { Keys } from '../keys/Keys'
import { useKeys } from '../keys/useKeys'
import { relatedStaysOpen, setRelatedStaysOpen } from '../lib/prefs'
import { useSession } from '../session/useSession'
import { ChevronIcon } from '../ui/icons'
import classes from './Beneath.module.css'

const Related = lazy(() => import('./Related'))

interface Props {
  ticket: number
  onUse: (text: string, reference: string) => void
}

/** Below the conversation: what is related. Once opened it stays open for the next tickets too. */
export function Beneath({ ticket, onUse }: Props) {
  const { mayWrite } = useSession()
  const [open, setOpen] = useState(relatedStaysOpen)
  const [asked, setAsked] = useState(false)
  const toggle = () => {
    setRelatedStaysOpen(!open)
    setAsked(!open)
    setOpen(!open)
  }
  useKeys({ u: toggle })
  return (
    <section className={classes.beneath} aria-label={t('tickets.related')}>
      <button
        type="button"
        className={classes.toggle}
        aria-expanded={open}
        aria-keyshortcuts="u"
        onClick={toggle}
      >
        <ChevronIcon size={14} /> {t('tickets.related')} <Keys of="u" />
      </button>
      {open && (
        <Suspense fallback={null}>
          <Related ticket={ticket} focus={asked} onUse={mayWrite ? onUse : null} />
        </Suspense>
      )}
    </section>
  )
}
