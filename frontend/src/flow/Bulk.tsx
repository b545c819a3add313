import { Button } from '@mantine/core'
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import type { QueueItem } from '../api/types'
import { t } from '../i18n'
import { Keys } from '../keys/Keys'
import { useKeys } from '../keys/useKeys'
import { singleKeysOn } from '../lib/prefs'
import { ago } from '../lib/time'
import { StateScreen } from '../ui/StateScreen'
import classes from './Bulk.module.css'
import { BulkCard } from './BulkCard'
import { BulkConfirm } from './BulkConfirm'
import { BulkResult } from './BulkResult'
import { LIMIT, useBulk } from './useBulk'

interface Props {
  items: QueueItem[]
  /** Leased by the queue, whatever is chosen here. */
  queued: number[]
  onClose: () => void
}

/** B: choose low-risk drafts, read each beside the list, and approve them by their number. */
export default function Bulk({ items, queued, onClose }: Props) {
  const bulk = useBulk(items, queued)
  const { chosen, toggle } = bulk
  const [at, setAt] = useState(0)
  const last = useRef(0)
  const list = useRef<HTMLUListElement>(null)
  const count = useRef<HTMLInputElement>(null)
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])

  const move = (step: number) => {
    const to = Math.max(0, Math.min(items.length - 1, at + step))
    setAt(to)
    list.current?.querySelectorAll('input')[to]?.focus()
  }
  const click = (index: number, range: boolean) => {
    const id = items[index]?.id
    if (id === undefined) return
    setAt(index)
    if (range) {
      const [from, to] = [Math.min(last.current, index), Math.max(last.current, index)]
      bulk.choose(items.slice(from, to + 1).map((one) => one.id))
    } else toggle(id)
    last.current = index
  }
  const step = (key: string) =>
    key === 'ArrowDown' || key === 'j' ? 1 : key === 'ArrowUp' || key === 'k' ? -1 : 0
  // A checkbox has the focus here, where the page's single keys do not act.
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const by = event.key.length === 1 && !singleKeysOn() ? 0 : step(event.key)
    if (by) move(by)
    else if (event.key === 'Enter') count.current?.focus()
    else return
    event.preventDefault()
  }
  useKeys({ j: () => move(1), k: () => move(-1), Enter: () => count.current?.focus() })
  useKeys({ Escape: () => (bulk.result ? bulk.setResult(null) : onClose()) }, { everywhere: true })

  const pointed = items[at]
  const shown = [
    ...(pointed && !chosen.includes(pointed.id) ? [pointed] : []),
    ...chosen.flatMap((id) => items.find((one) => one.id === id) ?? []),
  ]
  return (
    <div className={classes.bulk}>
      <section className={classes.side} aria-labelledby="bulk-title">
        <header className={classes.head}>
          <h1 id="bulk-title" ref={heading} tabIndex={-1}>
            {t('acts.bulkTitle')}
          </h1>
          <span className="hr-num" role="status">
            {t('acts.bulkChosen', { count: chosen.length, limit: LIMIT })}
          </span>
          <Button
            size="xs"
            variant="default"
            rightSection={<Keys of="Escape" always />}
            onClick={onClose}
          >
            {t('common.close')}
          </Button>
        </header>
        <p className={classes.hint}>{t('acts.bulkHint')}</p>
        {items.length === 0 ? (
          <StateScreen title={t('queue.allDone')} detail={t('acts.bulkNone')} />
        ) : (
          <ul ref={list} className={classes.list} onKeyDown={onKeyDown}>
            {items.map((item, index) => (
              <li key={item.id} data-at={index === at || undefined}>
                <label className={classes.check}>
                  <input
                    type="checkbox"
                    aria-label={item.ticket_subject}
                    aria-describedby={`bulk-${item.id}`}
                    checked={chosen.includes(item.id)}
                    onChange={() => undefined}
                    onFocus={() => setAt(index)}
                    onClick={(event) => click(index, event.shiftKey)}
                  />
                  <b>{item.ticket_subject}</b>
                  <span id={`bulk-${item.id}`} data-why={bulk.why[item.id] ? true : undefined}>
                    {bulk.why[item.id] ||
                      // A name written from right to left turns only itself.
                      [
                        item.ticket_reference,
                        `\u2068${item.customer_name}\u2069`,
                        ago(item.ticket_created_at),
                      ].join(' · ')}
                  </span>
                </label>
              </li>
            ))}
          </ul>
        )}
      </section>
      <section className={classes.read} aria-label={t('acts.bulkRead')}>
        {bulk.result ? (
          <BulkResult
            batch={bulk.result}
            drafts={bulk.drafts}
            onClose={() => bulk.setResult(null)}
          />
        ) : (
          <>
            <div className={classes.cards}>
              {shown.map((item) => (
                <BulkCard
                  key={item.id}
                  item={item}
                  chosen={chosen.includes(item.id)}
                  onToggle={() => toggle(item.id)}
                />
              ))}
            </div>
            <BulkConfirm bulk={bulk} field={count} />
          </>
        )}
      </section>
    </div>
  )
}
