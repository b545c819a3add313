import { Button, Modal, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { fullProvenanceOptions } from '../api/queries'
import type { FullProvenance as Full, Suggestion } from '../api/types'
import { t } from '../i18n'
import { number } from '../lib/intl'
import { fullTime } from '../lib/time'
import { matchWords, percent } from '../lib/words'
import { Choice } from '../ui/Choice'
import { StateScreen } from '../ui/StateScreen'
import { useFocusBack } from '../ui/useFocusBack'
import { Exact, Marked, placeholdersIn } from './Exact'
import classes from './FullProvenance.module.css'

type Part = 'request' | 'response' | 'sources'

/** Everything that went into a draft, as it was then: for whoever has to answer for it. */
export default function FullProvenance(props: { suggestion: Suggestion; onClose: () => void }) {
  const { suggestion, onClose } = props
  const { data, error, refetch } = useQuery(fullProvenanceOptions(suggestion.id))
  const [part, setPart] = useState<Part>('request')
  const [raw, setRaw] = useState(false)
  useFocusBack()
  return (
    <Modal
      opened
      onClose={onClose}
      size={940}
      title={t('review.cameAbout', { ticket: suggestion.ticket_reference })}
    >
      {data && <Facts of={data} />}
      <div className={classes.tools}>
        <Choice
          label={t('review.show')}
          value={part}
          onChange={setPart}
          options={[
            { value: 'request', label: t('review.promptSent') },
            { value: 'response', label: t('review.answer') },
            {
              value: 'sources',
              label: data
                ? t('review.countSources', { count: data.sources.length })
                : t('review.sources'),
            },
          ]}
        />
        {part !== 'sources' && (
          <label className={classes.raw}>
            <input
              type="checkbox"
              checked={raw}
              onChange={(event) => setRaw(event.currentTarget.checked)}
            />
            {t('review.rawBytes')}
          </label>
        )}
      </div>
      {data && part === 'request' && <Removed text={data.request} />}
      <div
        className={classes.scroll}
        role="region"
        aria-label={t(TITLES[part])}
        tabIndex={0}
        data-autofocus
      >
        {error && !data ? (
          <StateScreen tone="bad" title={t('review.notLoaded')} detail={error.message}>
            <Button onClick={() => void refetch()}>{t('common.tryAgain')}</Button>
          </StateScreen>
        ) : !data ? (
          <div role="status" aria-label={t('common.loading')}>
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

const TITLES = {
  request: 'review.promptSent',
  response: 'review.answerAsCame',
  sources: 'review.sourcesAsWere',
} as const

function Facts({ of }: { of: Full }) {
  const ms = (value: number) =>
    value < 1 ? t('review.underOneMs') : `${number(value, value < 10 ? 1 : 0)} ms`
  const tokens = of.input_tokens + of.output_tokens
  const settings = Object.entries(of.parameters).map(([name, value]) => `${name} ${String(value)}`)
  const rows: [string, string][] = [
    [t('review.model'), `${of.provider} · ${of.model}`],
    [t('review.prompt'), t('review.version', { version: of.prompt_version })],
    [t('review.settings'), settings.join(', ') || t('review.none')],
    [t('review.sent'), fullTime(of.started_at)],
    [
      t('review.tokens'),
      t('review.tokensUsed', { sum: tokens, in: of.input_tokens, out: of.output_tokens }),
    ],
    [t('review.cost'), Number(of.cost) ? number(Number(of.cost), 8) : t('review.nothing')],
    [t('review.redacting'), ms(of.timings.redact_ms)],
    [t('review.finding'), ms(of.timings.retrieve_ms)],
    [t('review.answering'), ms(of.timings.answer_ms)],
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
          {gone.length > 6 && ` ${t('review.andMore', { count: gone.length - 6 })}`}
          <span>{t('review.standFor', { count: gone.length })}</span>
        </>
      ) : (
        t('review.nothingRemoved')
      )}
    </p>
  )
}

function Sources({ of }: { of: Full }) {
  if (!of.sources.length) return <p className={classes.none}>{t('review.noSourceGiven')}</p>
  return (
    <ol className={classes.sources}>
      {of.sources.map((source, index) => (
        <li key={`${source.kind}.${source.source_id}`}>
          <h3>
            {index + 1}. {source.title}
          </h3>
          <p className={classes.meta}>
            {t(source.kind === 'article' ? 'review.article' : 'review.approvedAnswer')} ·{' '}
            <span title={t('review.alike', { share: percent(source.score) })}>
              {matchWords(source.score)}
            </span>
          </p>
          {source.question && (
            <p className={classes.question}>
              <span className="hr-hidden">{t('review.askedThen')} </span>
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
