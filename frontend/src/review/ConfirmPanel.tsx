import { useEffect, useRef } from 'react'
import { t } from '../i18n'
import { useKeys } from '../keys/useKeys'
import { StopIcon, WarnIcon } from '../ui/icons'
import { useFocusBack } from '../ui/useFocusBack'
import { gateMessage, unquoted } from './gateWords'
import type { ReviewState } from './useReview'
import classes from './ConfirmPanel.module.css'

/** A opened this because checks ask for a look; Enter takes responsibility for each. */
export default function ConfirmPanel({ review }: { review: ReviewState }) {
  const panel = useRef<HTMLElement>(null)
  useFocusBack()
  useEffect(() => {
    panel.current?.scrollIntoView?.({ block: 'nearest' })
    panel.current?.focus({ preventScroll: true })
  }, [])
  useKeys({ Enter: review.confirm })
  const { doubts } = review
  return (
    <section
      ref={panel}
      tabIndex={-1}
      className={classes.panel}
      aria-labelledby="confirm-title"
      aria-describedby="confirm-doubts"
    >
      <h3 className={classes.title} id="confirm-title">
        {t('checks.ask', { count: doubts.length })}
      </h3>
      <ul className={classes.doubts} id="confirm-doubts">
        {doubts.map((gate, index) => (
          <li key={`${gate.code}.${index}`} data-level={gate.level}>
            {gate.level === 'block' ? <StopIcon size={16} /> : <WarnIcon size={16} />}
            <span>
              {gateMessage(gate)}
              {unquoted(gate).map((span) => (
                <q key={span}>{span}</q>
              ))}
            </span>
          </li>
        ))}
      </ul>
      <p className={classes.lead}>{t('checks.askWhy', { count: doubts.length })}</p>
    </section>
  )
}
