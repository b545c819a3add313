import { Button, Modal, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { fullProvenanceOptions } from '../api/queries'
import type { FullProvenance as Full, Suggestion } from '../api/types'
import { fullTime } from '../lib/time'
import { matchWords, percent, plural } from '../lib/words'
import { Choice } from '../ui/Choice'
import { StateScreen } from '../ui/StateScreen'
import { Exact, Marked, placeholdersIn } from './Exact'
import classes from './FullProvenance.module.css'

type Part = 'request' | 'response' | 'sources'

/** Everything that went into a draft, as it was then: for whoever has to answer for it. */
export default function FullProvenance(props: { suggestion: Suggestion; onClose: () => void }) {
  const { suggestion, onClose } = props
  const { data, error, refetch } = useQuery(fullProvenanceOptions(suggestion.id))
  const [part, setPart] = useState<Part>('request')
  const [raw, setRaw] = useState(false)
  const [before] = useState(() => document.activeElement)
  useEffect(() => () => void (before instanceof HTMLElement && before.focus()), [before])
  return (
    <Modal
      opened
      onClose={onClose}
      size={940}
      title={`How the draft for ${suggestion.ticket_reference} came about`}
    >
      {data && <Facts of={data} />}
      <div className={classes.tools}>
        <Choice
          label="Show"
          value={part}
          onChange={setPart}
          options={[
            { value: 'request', label: 'The prompt exactly as sent' },
            { value: 'response', label: 'The answer' },
            { value: 'sources', label: data ? plural(data.sources.length, 'source') : 'Sources' },
          ]}
        />
        {part !== 'sources' && (
          <label className={classes.raw}>
            <input
              type="checkbox"
              checked={raw}
              onChange={(event) => setRaw(event.currentTarget.checked)}
            />
            Raw bytes
          </label>
        )}
      </div>
      {data && part === 'request' && <Removed text={data.request} />}
      <div
        className={classes.scroll}
        role="region"
        aria-label={TITLES[part]}
        tabIndex={0}
        data-autofocus
      >
        {error && !data ? (
          <StateScreen tone="bad" title="This could not be loaded" detail={error.message}>
            <Button onClick={() => void refetch()}>Try again</Button>
          </StateScreen>
        ) : !data ? (
          <div role="status" aria-label="Loading">
            {[92, 78, 85, 60, 88, 40].map((width) => (
              <Skeleton key={width} height={12} mt={10} width={`${width}%`} />
            ))}
          </div>
        ) : part === 'sources' ? (
          <Sources of={data} />
        ) : (
          <Exact text={data[part]} raw={raw} />
        )}
      </div>
    </Modal>
  )
}

const TITLES: Record<Part, string> = {
  request: 'The prompt exactly as sent',
  response: 'The answer exactly as it came',
  sources: 'The sources as they were',
}

function Facts({ of }: { of: Full }) {
  const ms = (value: number) =>
    value < 1 ? 'under 1 ms' : `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`
  const tokens = of.input_tokens + of.output_tokens
  const settings = Object.entries(of.parameters).map(([name, value]) => `${name} ${String(value)}`)
  const rows: [string, string][] = [
    ['Model', `${of.provider} · ${of.model}`],
    ['Prompt', `version ${of.prompt_version}`],
    ['Settings', settings.join(', ') || 'none'],
    ['Sent', fullTime(of.started_at)],
    ['Tokens', tokens ? `${of.input_tokens} in, ${of.output_tokens} out` : 'none used'],
    ['Cost', Number(of.cost) ? of.cost.replace(/0+$/, '') : 'nothing'],
    ['Redacting', ms(of.timings.redact_ms)],
    ['Finding sources', ms(of.timings.retrieve_ms)],
    ['Answering', ms(of.timings.answer_ms)],
  ]
  return (
    <dl className={classes.facts}>
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className="hr-num">{value}</dd>
        </div>
      ))}
    </dl>
  )
}

/** Says what the marks in the prompt mean, and that there are none where there are none. */
function Removed({ text }: { text: string }) {
  const gone = placeholdersIn(text)
  return (
    <p className={classes.removed}>
      {gone.length ? (
        <>
          <Marked text={gone.slice(0, 6).join(' ')} />
          {gone.length > 6 && ` and ${gone.length - 6} more`}
          <span>
            {gone.length === 1 ? 'stands' : 'stand'} for personal data removed before sending.
          </span>
        </>
      ) : (
        'No personal data was found in the ticket; nothing had to be removed before sending.'
      )}
    </p>
  )
}

function Sources({ of }: { of: Full }) {
  if (!of.sources.length) return <p className={classes.none}>No source was given to the AI.</p>
  return (
    <ol className={classes.sources}>
      {of.sources.map((source, index) => (
        <li key={`${source.kind}.${source.source_id}`}>
          <h3>
            {index + 1}. {source.title}
          </h3>
          <p className={classes.meta}>
            {source.kind === 'article' ? 'Knowledge article' : 'Approved answer'} ·{' '}
            <span title={`${percent(source.score)} alike`}>{matchWords(source.score)}</span>
          </p>
          {source.question && (
            <p className={classes.question}>
              <span className="hr-hidden">Asked then: </span>
              <Marked text={source.question} />
            </p>
          )}
          <p className={classes.text}>
            <Marked text={source.text} />
          </p>
        </li>
      ))}
    </ol>
  )
}
