import { Modal } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useRef, type KeyboardEvent } from 'react'
import { t } from '../i18n'
import { Keys } from '../keys/Keys'
import { singleKeysOn } from '../lib/prefs'
import { DecisionRow } from './DecisionRow'
import classes from './LastTen.module.css'
import { MyDecisions } from './MyDecisions'
import { LAST } from './useRecent'

/** H: the last ten decisions, to look at again, to take back, or to follow up. */
export default function LastTen({ onClose }: { onClose: () => void }) {
  const list = useRef<HTMLUListElement>(null)

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return
    const rows = [...(list.current?.children ?? [])]
    const at = rows.findIndex((row) => row.contains(document.activeElement))
    const letter = singleKeysOn() ? event.key.toLowerCase() : ''
    const step =
      event.key === 'ArrowDown' || letter === 'j'
        ? 1
        : event.key === 'ArrowUp' || letter === 'k'
          ? -1
          : 0
    const act = letter === 'z' ? 'undo' : letter === 'f' ? 'follow' : null
    if (step) {
      const next = rows[Math.max(0, Math.min(rows.length - 1, at + step))]
      next?.querySelector('a')?.focus()
    } else if (act) {
      const row = act === 'undo' && at < 0 ? list.current : rows[at]
      row?.querySelector<HTMLButtonElement>(`[data-act=${act}]`)?.click()
    } else return
    event.preventDefault()
  }

  return (
    <Modal opened onClose={onClose} title={t('acts.lastTen')} size={760} centered>
      <div onKeyDown={onKeyDown} data-autofocus tabIndex={-1} className={classes.panel}>
        <MyDecisions limit={LAST} every={3000}>
          {(reviews) => (
            <ul ref={list} className={classes.list}>
              {reviews.map((review) => (
                <DecisionRow key={review.id} review={review} onLeave={onClose} />
              ))}
            </ul>
          )}
        </MyDecisions>
        <footer className={classes.foot}>
          <span>
            <Keys of="j" /> <Keys of="k" /> {t('acts.lastMove')} <Keys of="z" /> {t('review.undo')}{' '}
            <Keys of="f" /> {t('acts.followUp')}
          </span>
          <Link to="/decided" onClick={onClose}>
            {t('acts.allMine')}
          </Link>
        </footer>
      </div>
    </Modal>
  )
}
