import { useEffect, useId, useRef } from 'react'
import type { Suggestion } from '../api/types'
import { t, type MessageId } from '../i18n'
import { Keys } from '../keys/Keys'
import { number } from '../lib/intl'
import { fullTime } from '../lib/time'
import { useSession } from '../session/useSession'
import classes from './Provenance.module.css'

interface Props {
  suggestion: Suggestion
  open: boolean
  onChange: (open: boolean) => void
  onFull: () => void
}

const PROVIDERS: Record<string, MessageId> = {
  offline: 'review.provider.offline',
  openai: 'review.provider.openai',
}

const providerWords = (code: string) => {
  const id = PROVIDERS[code]
  return id ? t(id) : code
}

/** Who wrote the draft, at a glance; everything known about it on P. */
export function Provenance({ suggestion, open, onChange, onFull }: Props) {
  const id = useId()
  const box = useRef<HTMLDivElement>(null)
  const from = suggestion.provenance
  const provider = providerWords(from.provider)
  useEffect(() => {
    if (!open) return
    const away = (event: PointerEvent) => {
      if (!box.current?.contains(event.target as Node)) onChange(false)
    }
    document.addEventListener('pointerdown', away)
    return () => document.removeEventListener('pointerdown', away)
  }, [open, onChange])
  return (
    <div className={classes.box} ref={box}>
      <button
        type="button"
        className={classes.chip}
        aria-keyshortcuts="p"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => onChange(!open)}
      >
        <span className={classes.words}>
          <span className={classes.model}>
            {provider} · {from.model}
          </span>{' '}
          · {t('review.promptVersion', { version: from.prompt_version })}
        </span>
        <Keys of="p" />
      </button>
      <div
        id={id}
        className={classes.panel}
        hidden={!open}
        role="group"
        aria-label={t('review.whereFrom')}
      >
        {open && (
          <>
            <Details suggestion={suggestion} provider={provider} />
            <button type="button" className={classes.full} aria-keyshortcuts="f" onClick={onFull}>
              {t('review.promptSent')} <Keys of="f" />
            </button>
          </>
        )}
      </div>
    </div>
  )
}

const seconds = (ms: number) => number(ms / 1000, ms < 10_000 ? 1 : 0)

function Details({ suggestion, provider }: { suggestion: Suggestion; provider: string }) {
  const { config } = useSession()
  const from = suggestion.provenance
  const took = from.latency_ms < 1000 ? `${from.latency_ms} ms` : `${seconds(from.latency_ms)} s`
  const tokens = from.input_tokens + from.output_tokens
  const rows: [string, string][] = [
    [t('review.providerLabel'), provider],
    [t('review.model'), from.model],
    [t('review.prompt'), t('review.version', { version: from.prompt_version })],
    [t('review.written'), fullTime(suggestion.created_at)],
    [t('review.took'), t('review.tookAttempt', { took, attempt: from.attempt })],
    [
      t('review.tokens'),
      t('review.tokensUsed', { sum: tokens, in: from.input_tokens, out: from.output_tokens }),
    ],
    [t('review.personalData'), t('review.redactions', { count: from.redactions })],
    [t('review.ticketVersion'), String(suggestion.ticket_version)],
    [t('review.hash'), suggestion.content_hash.slice(0, 16)],
  ]
  return (
    <>
      {config?.provider === from.provider && config.provider_note && (
        <p className={classes.note}>{config.provider_note}</p>
      )}
      <dl className={classes.list}>
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="hr-num">{value}</dd>
          </div>
        ))}
      </dl>
    </>
  )
}
