import { Button, Modal, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { versionsOptions } from '../api/queries'
import type { Suggestion } from '../api/types'
import { t } from '../i18n'
import { fullTime, messageTime } from '../lib/time'
import { StateScreen } from '../ui/StateScreen'
import { useFocusBack } from '../ui/useFocusBack'
import { WordDiff } from '../ui/WordDiff'
import classes from './Versions.module.css'

/** Every draft of a ticket; two of them compared word by word. */
export default function Versions(props: { suggestion: Suggestion; onClose: () => void }) {
  const { suggestion, onClose } = props
  const { data, error, refetch } = useQuery(versionsOptions(suggestion.ticket))
  useFocusBack()
  const all = data?.results ?? []
  return (
    <Modal
      opened
      onClose={onClose}
      size={980}
      title={t('desk.versionsOf', { ticket: suggestion.ticket_reference })}
    >
      {error && !data ? (
        <StateScreen tone="bad" title={t('review.notLoaded')} detail={error.message}>
          <Button onClick={() => void refetch()}>{t('common.tryAgain')}</Button>
        </StateScreen>
      ) : !data ? (
        <div role="status" aria-label={t('desk.loading')}>
          <Skeleton height={120} radius={8} />
        </div>
      ) : (
        <Compared all={all} shown={suggestion.id} />
      )}
    </Modal>
  )
}

/** `all`: newest first. */
function Compared({ all, shown }: { all: Suggestion[]; shown: number }) {
  const number = (one: Suggestion) => all.length - all.indexOf(one)
  const newer = all.find((one) => one.id === shown) ?? all[0]
  const [pair, setPair] = useState({
    new: newer?.id,
    old: all[all.indexOf(newer as Suggestion) + 1]?.id ?? newer?.id,
  })
  const left = all.find((one) => one.id === pair.old)
  const right = all.find((one) => one.id === pair.new)
  return (
    <>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t('desk.older')}</th>
            <th scope="col">{t('desk.newer')}</th>
            <th scope="col">{t('desk.draft')}</th>
            <th scope="col">{t('desk.from')}</th>
            <th scope="col">{t('desk.became')}</th>
          </tr>
        </thead>
        <tbody>
          {all.map((one) => (
            <tr key={one.id}>
              {(['old', 'new'] as const).map((side) => (
                <td key={side}>
                  <input
                    type="radio"
                    name={side}
                    autoFocus={side === 'old' && one.id === pair.old}
                    checked={pair[side] === one.id}
                    onChange={() => setPair({ ...pair, [side]: one.id })}
                    aria-label={t(side === 'old' ? 'desk.asOlder' : 'desk.asNewer', {
                      number: number(one),
                    })}
                  />
                </td>
              ))}
              <td>
                <b>{t('desk.number', { number: number(one) })}</b>{' '}
                <time dateTime={one.created_at} title={fullTime(one.created_at)}>
                  {messageTime(one.created_at)}
                </time>
                {one.instruction && (
                  <span className={classes.asked}>
                    {t('review.quoted', { text: one.instruction })}
                  </span>
                )}
              </td>
              <td>
                {t(
                  `review.provider.${one.provenance.provider === 'offline' ? 'offline' : 'openai'}`,
                )}{' '}
                · {one.provenance.model} ·{' '}
                {t('review.promptVersion', { version: one.provenance.prompt_version })}
              </td>
              <td>{t(`desk.status.${one.status}`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {all.length < 2 ? (
        <p className={classes.only}>{t('desk.onlyOne')}</p>
      ) : (
        left &&
        right && (
          <div
            className={classes.diffs}
            role="region"
            tabIndex={0}
            aria-label={t('desk.differences')}
          >
            <WordDiff before={left.summary} after={right.summary} label={t('review.summary')} />
            <WordDiff before={left.reply} after={right.reply} label={t('review.proposed')} />
          </div>
        )
      )}
    </>
  )
}
