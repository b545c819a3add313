import { Textarea } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import type { SkipReason } from '../api/types'
import { t } from '../i18n'
import { Keys } from '../keys/Keys'
import { useKeys } from '../keys/useKeys'
import classes from '../review/RejectPanel.module.css'
import { useFocusBack } from '../ui/useFocusBack'
import { SKIP_REASONS } from './skips'

interface Props {
  onSkip: (reason: SkipReason, note: string) => void
}

/** S opened this; a digit, or S again for "later", passes the draft on. */
export default function SkipPanel({ onSkip }: Props) {
  const [text, setText] = useState('')
  const panel = useRef<HTMLElement>(null)
  const note = useRef<HTMLTextAreaElement>(null)
  useFocusBack()
  useEffect(() => {
    panel.current?.scrollIntoView?.({ block: 'nearest' })
    panel.current?.focus({ preventScroll: true })
  }, [])
  const choose = (reason: SkipReason) => onSkip(reason, text.trim())
  useKeys({
    ...Object.fromEntries(
      SKIP_REASONS.map(({ code }, index) => [String(index + 1), () => choose(code)]),
    ),
    s: () => choose('later'),
    n: () => note.current?.focus(),
  })
  return (
    <section
      ref={panel}
      tabIndex={-1}
      className={classes.panel}
      data-calm
      aria-label={t('acts.skipChoose')}
      aria-describedby="skip-what"
    >
      <h3 className={classes.title}>{t('acts.skipWhy')}</h3>
      <div className={classes.reasons}>
        {SKIP_REASONS.map(({ code, label }, index) => (
          <button
            key={code}
            type="button"
            className={classes.reason}
            aria-keyshortcuts={code === 'later' ? '1 s' : String(index + 1)}
            onClick={() => choose(code)}
          >
            <Keys of={String(index + 1)} />
            {label}
            {code === 'later' && <Keys of="s" />}
          </button>
        ))}
      </div>
      <p className={classes.what} id="skip-what">
        {t('acts.skipWhat')}
      </p>
      <Textarea
        ref={note}
        mt="sm"
        label={
          <span className={classes.label}>
            {t('acts.skipNote')} <Keys of="n" />
          </span>
        }
        autosize
        minRows={1}
        maxRows={4}
        maxLength={2000}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return
          event.preventDefault()
          event.stopPropagation()
          panel.current?.focus()
        }}
      />
    </section>
  )
}
