import { useEffect, useId, useRef } from 'react'
import type { Suggestion } from '../api/types'
import { Keys } from '../keys/Keys'
import { fullTime } from '../lib/time'
import { useSession } from '../session/useSession'
import classes from './Provenance.module.css'

interface Props {
  suggestion: Suggestion
  open: boolean
  onChange: (open: boolean) => void
  onFull: () => void
}

const PROVIDERS: Record<string, string> = {
  offline: 'Offline provider',
  openai: 'OpenAI-compatible',
}

/** Who wrote the draft, at a glance; everything known about it on P. */
export function Provenance({ suggestion, open, onChange, onFull }: Props) {
  const id = useId()
  const box = useRef<HTMLDivElement>(null)
  const from = suggestion.provenance
  const provider = PROVIDERS[from.provider] ?? from.provider
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
          {provider} · {from.model} · prompt v{from.prompt_version}
        </span>
        <Keys of="p" />
      </button>
      <div
        id={id}
        className={classes.panel}
        hidden={!open}
        role="group"
        aria-label="Where this draft came from"
      >
        {open && (
          <>
            <Details suggestion={suggestion} provider={provider} />
            <button type="button" className={classes.full} aria-keyshortcuts="f" onClick={onFull}>
              The prompt exactly as sent <Keys of="f" />
            </button>
          </>
        )}
      </div>
    </div>
  )
}

const seconds = (ms: number) => (ms / 1000).toFixed(ms < 10_000 ? 1 : 0)

function Details({ suggestion, provider }: { suggestion: Suggestion; provider: string }) {
  const { config } = useSession()
  const from = suggestion.provenance
  const took = from.latency_ms < 1000 ? `${from.latency_ms} ms` : `${seconds(from.latency_ms)} s`
  const tokens = from.input_tokens + from.output_tokens
  const rows: [string, string][] = [
    ['Provider', provider],
    ['Model', from.model],
    ['Prompt', `version ${from.prompt_version}`],
    ['Written', fullTime(suggestion.created_at)],
    ['Took', `${took}, attempt ${from.attempt}`],
    ['Tokens', tokens ? `${from.input_tokens} in, ${from.output_tokens} out` : 'none used'],
    ['Personal data', `${from.redactions} removed before the AI saw the ticket`],
    ['Ticket version', String(suggestion.ticket_version)],
    ['Content hash', suggestion.content_hash.slice(0, 16)],
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
