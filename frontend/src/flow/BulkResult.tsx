import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import type { Batch, Suggestion } from '../api/types'
import { problem, t } from '../i18n'
import { Keys } from '../keys/Keys'
import { useDecisions } from '../review/DecisionsProvider'
import { UndoIcon } from '../ui/icons'
import { useFocusBack } from '../ui/useFocusBack'
import classes from './Bulk.module.css'
import { useSeconds } from './useSeconds'

interface Props {
  batch: Batch
  /** What was chosen, as it was read. */
  drafts: Record<number, Suggestion>
  onClose: () => void
}

/** What became of each draft of a batch, and the way back while there is time. */
export function BulkResult({ batch, drafts, onClose }: Props) {
  useFocusBack()
  const { store, attempts } = useDecisions()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  const mine = attempts.filter((one) => one.batch === batch.id)
  const standing = mine.filter((one) => one.state === 'done')
  const left = useSeconds(standing[0]?.undoEnds ?? 0)
  const back = mine.filter((one) => one.state === 'undone').length
  const refused = batch.results.filter((one) => !one.review)
  const nameOf = (id: number) => {
    const one = drafts[id]
    return one ? `${one.ticket_subject} (${one.ticket_reference})` : `#${id}`
  }
  return (
    <div className={classes.result}>
      <h2 ref={heading} tabIndex={-1}>
        {t('acts.batchDone', {
          done: batch.results.length - refused.length,
          refused: refused.length,
        })}
      </h2>
      {back > 0 && <p>{t('flow.batchUndone', { count: back })}</p>}
      {left > 0 && (
        <p>
          {t('acts.goOutIn', { seconds: left })}{' '}
          <Button
            size="xs"
            variant="default"
            leftSection={<UndoIcon size={14} />}
            rightSection={<Keys of="z" />}
            aria-keyshortcuts="z"
            onClick={() => standing[0] && store.undo(standing[0].suggestion.id)}
          >
            {t('acts.undoAll')}
          </Button>
        </p>
      )}
      {refused.length > 0 && (
        <>
          <h3>{t('acts.refused')}</h3>
          <ul>
            {refused.map((one) => (
              <li key={one.suggestion}>
                <Link to="/queue" search={{ view: 'low_risk', item: one.suggestion }}>
                  {nameOf(one.suggestion)}
                </Link>
                : {problem(one.code) ?? one.detail}
              </li>
            ))}
          </ul>
        </>
      )}
      <Button size="sm" onClick={onClose} rightSection={<Keys of="Escape" always />}>
        {t('acts.chooseMore')}
      </Button>
    </div>
  )
}
