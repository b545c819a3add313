import { Button, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { relatedOptions } from '../api/queries'
import type { Related as Both, SimilarTicket } from '../api/types'
import { t } from '../i18n'
import { ago, fullTime } from '../lib/time'
import { matchWords, percent, STATUS_WORDS } from '../lib/words'
import { RichText } from '../ui/RichText'
import { StateScreen } from '../ui/StateScreen'
import classes from './Related.module.css'

interface Props {
  ticket: number
  /** Whether a person asked for it just now, so that the focus goes into it. */
  focus: boolean
  /** Copies an answer into the reply; null where no reply can be written. */
  onUse: ((text: string, reference: string) => void) | null
}

/** The customer's other tickets, and how people answered questions like this one. */
export default function Related({ ticket, focus, onUse }: Props) {
  const { data, error, refetch } = useQuery(relatedOptions(ticket))
  const region = useRef<HTMLDivElement>(null)
  const ready = data !== undefined
  useEffect(() => {
    if (!focus || !ready) return
    const first = region.current?.querySelector<HTMLElement>('[data-row]')
    ;(first ?? region.current)?.focus()
    region.current?.scrollIntoView?.({ block: 'nearest' })
  }, [focus, ready])
  if (error && !data) {
    return (
      <StateScreen tone="bad" title={t('desk.relatedFailed')} detail={error.message}>
        <Button onClick={() => void refetch()}>{t('common.tryAgain')}</Button>
      </StateScreen>
    )
  }
  if (!data) {
    return (
      <div role="status" aria-label={t('desk.loading')} className={classes.related}>
        <Skeleton height={46} radius={8} />
        <Skeleton height={46} radius={8} mt={8} />
      </div>
    )
  }
  return (
    <div ref={region} tabIndex={-1} className={classes.related} onKeyDown={walk}>
      <Similar of={data} onUse={onUse} />
      <Others of={data} />
    </div>
  )
}

/** Arrow keys go from row to row. */
function walk(event: KeyboardEvent<HTMLDivElement>) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (!step) return
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-row]')]
  const here = rows.findIndex((row) => row === document.activeElement)
  const next = rows[here + step]
  if (!next) return
  event.preventDefault()
  next.focus()
}

function Similar({ of, onUse }: { of: Both; onUse: Props['onUse'] }) {
  const [open, setOpen] = useState<number | null>(null)
  return (
    <section aria-label={t('desk.similar')}>
      <h3 className={classes.title}>{t('desk.similar')}</h3>
      {of.withheld ? (
        <p className={classes.none}>{t('desk.withheld')}</p>
      ) : !of.similar.length ? (
        <p className={classes.none}>{t('desk.noSimilar')}</p>
      ) : (
        <ul className={classes.list}>
          {of.similar.map((one) => (
            <li key={one.id} className={classes.item} data-open={open === one.id || undefined}>
              <button
                type="button"
                data-row
                className={classes.row}
                aria-expanded={open === one.id}
                onClick={() => setOpen(open === one.id ? null : one.id)}
              >
                <b>{one.subject}</b>
                <span title={t('review.alike', { share: percent(one.score) })}>
                  {one.reference} · {matchWords(one.score)}
                  {one.same_customer && ` · ${t('desk.sameCustomer')}`}
                </span>
              </button>
              {open === one.id && <Answer of={one} onUse={onUse} />}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function Answer({ of, onUse }: { of: SimilarTicket; onUse: Props['onUse'] }) {
  return (
    <div className={classes.answer}>
      <p className={classes.question}>
        <span>{t('review.askedThen')}</span> {of.question}
      </p>
      <RichText text={of.reply} />
      <p className={classes.meta}>
        {t('desk.answeredBy', { name: of.answered_by.name })}{' '}
        <time dateTime={of.answered_at} title={fullTime(of.answered_at)}>
          {ago(of.answered_at)}
        </time>
        . {t('desk.gapsAre')}
      </p>
      <div className={classes.actions}>
        {onUse && (
          <Button size="xs" onClick={() => onUse(of.reply, of.reference)}>
            {t('desk.use')}
          </Button>
        )}
        <Link to="/tickets/$id" params={{ id: String(of.id) }}>
          {t('desk.open', { ticket: of.reference })}
        </Link>
      </div>
    </div>
  )
}

function Others({ of }: { of: Both }) {
  return (
    <section aria-label={t('desk.others')}>
      <h3 className={classes.title}>{t('desk.others')}</h3>
      {!of.customer_tickets.length ? (
        <p className={classes.none}>{t('desk.noOthers')}</p>
      ) : (
        <ul className={classes.list}>
          {of.customer_tickets.map((one) => (
            <li key={one.id} className={classes.item}>
              <Link
                to="/tickets/$id"
                params={{ id: String(one.id) }}
                data-row
                className={classes.row}
              >
                <b>{one.subject}</b>
                <span>
                  {one.reference} · {STATUS_WORDS[one.status]} · {ago(one.created_at)}
                </span>
                {one.last_reply && (
                  <span className={classes.excerpt}>{one.last_reply.excerpt}</span>
                )}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
