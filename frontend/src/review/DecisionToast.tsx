import { Link, useLocation } from '@tanstack/react-router'
import type { QueueSearch } from '../app/router'
import { useEffect, useState } from 'react'
import { SKIP_UNDO_MS, type Skipped } from '../flow/skips'
import { useSeconds } from '../flow/useSeconds'
import { t } from '../i18n'
import { Keys } from '../keys/Keys'
import { announce } from '../lib/live'
import { DONE_WORDS } from '../lib/words'
import { CheckIcon, CloseIcon, UndoIcon, WarnIcon } from '../ui/icons'
import { useFocusBack } from '../ui/useFocusBack'
import type { Attempt, DecisionStore } from './decisions'
import { useDecisions } from './DecisionsProvider'
import classes from './DecisionToast.module.css'

/** Earlier decisions that are listed beneath the latest; the rest is in the panel of H. */
const BENEATH = 2
/** A decision that the server has not confirmed for so long is shown as one that may not stand. */
const ANSWER_MS = 3000

/** What was done last, with its undo, or why it did not go through. */
export function DecisionToast() {
  const { store, attempts } = useDecisions()
  const [closed, setClosed] = useState<Attempt | Skipped | null>(null)
  const open = useLocation({ select: (at) => at.search.item ?? at.pathname })
  const onScreen = (one: Attempt) =>
    open === one.suggestion.id || open === `/tickets/${one.suggestion.ticket}`
  // A failure explains itself beside the draft; the toast is for when that is out of sight.
  const failed = attempts.find((one) => one.state === 'failed' && !onScreen(one))
  const live = attempts.find((one) => one.state !== 'undone' && one.state !== 'failed')
  const attempt = failed ?? live
  const skipped = store.skips.latest()
  const skippedLeft = useSeconds(skipped ? skipped.at + SKIP_UNDO_MS : 0)
  const left = useSeconds(attempt?.undoEnds ?? 0)
  const passedOn =
    skipped && skippedLeft > 0 && !failed && skipped.at > (live?.at ?? 0) ? skipped : null
  const shown = passedOn ?? attempt
  if (!shown || shown === closed) return null
  if (!passedOn && attempt?.state === 'done' && left <= 0 && !attempt.error) return null
  return (
    <aside className={classes.toast} data-state={shown.state} aria-label={t('review.lastDecision')}>
      <div className={classes.first}>
        {passedOn ? (
          <PassedOn skipped={passedOn} store={store} />
        ) : attempt?.state === 'failed' ? (
          <Failure attempt={attempt} />
        ) : (
          attempt && <Done attempt={attempt} left={left} store={store} />
        )}
        <Hide onHide={() => setClosed(shown)} />
      </div>
      <Beneath store={store} latest={passedOn ? null : (attempt ?? null)} />
    </aside>
  )
}

function Hide({ onHide }: { onHide: () => void }) {
  useFocusBack()
  return (
    <button
      type="button"
      className={classes.close}
      aria-label={t('review.hide')}
      // A press leaves the focus where somebody types.
      onMouseDown={(event) => event.preventDefault()}
      onClick={onHide}
    >
      <CloseIcon size={14} />
    </button>
  )
}

function PassedOn({ skipped, store }: { skipped: Skipped; store: DecisionStore }) {
  return (
    <>
      <div className={classes.words}>
        <b>{t('flow.skipped')}</b> <span>{skipped.suggestion.ticket_reference}</span>
        <span className={classes.sub}>{t(`flow.skip.${skipped.reason}`)}</span>
      </div>
      <UndoButton onUndo={() => store.skips.takeBack(skipped)} first />
    </>
  )
}

function Done({ attempt, left, store }: { attempt: Attempt; left: number; store: DecisionStore }) {
  const { suggestion, body, review, undoEnds } = attempt
  const waits = review !== null && !review.final && body.verdict !== 'reject'
  const total = Math.max(1, useTotal(undoEnds))
  const late = useSeconds(attempt.at + ANSWER_MS) === 0 && attempt.state === 'sending'
  useEffect(() => {
    if (late) announce(t('review.unconfirmed', { ticket: suggestion.ticket_reference }))
  }, [late, suggestion.ticket_reference])
  const together = store.attempts.filter(
    (one) => attempt.batch !== null && one.batch === attempt.batch && one.state === attempt.state,
  ).length
  return (
    <>
      <span className={classes.icon} aria-hidden="true">
        {late ? <WarnIcon /> : <CheckIcon />}
      </span>
      <div className={classes.words}>
        <b>
          {together > 1
            ? t('flow.approvedTogether', { count: together })
            : DONE_WORDS[body.verdict]}
        </b>{' '}
        {together <= 1 && <span>{suggestion.ticket_reference}</span>}
        <span className={classes.sub}>
          {attempt.error
            ? attempt.error.message
            : late
              ? t('review.unconfirmedHere')
              : waits
                ? t('review.waitsForSecond')
                : suggestion.ticket_subject}
        </span>
      </div>
      {left > 0 && (
        <UndoButton
          onUndo={() => store.undo(suggestion.id)}
          disabled={attempt.state === 'undoing' || attempt.undoWanted}
          left={left}
          first
        />
      )}
      <span
        className={classes.bar}
        style={{ transform: `scaleX(${Math.min(1, (left * 1000) / total)})` }}
        aria-hidden="true"
      />
    </>
  )
}

/** The decisions before the latest that can still be taken back, each with its own time. */
function Beneath({ store, latest }: { store: DecisionStore; latest: Attempt | null }) {
  const batches = new Set(latest?.batch != null ? [latest.batch] : [])
  const others = store.undoable().filter((one) => {
    if (one === latest || one.state !== 'done') return false
    if (one.batch === null) return true
    if (batches.has(one.batch)) return false
    batches.add(one.batch)
    return true
  })
  if (!others.length) return null
  return (
    <ul className={classes.beneath} aria-label={t('flow.earlier')}>
      {others.slice(0, BENEATH).map((one) => (
        <Earlier key={one.suggestion.id} attempt={one} store={store} />
      ))}
      {others.length > BENEATH && (
        <li className={classes.more}>
          {t('flow.more', { count: others.length - BENEATH })} <Keys of="h" />
        </li>
      )}
    </ul>
  )
}

function Earlier({ attempt, store }: { attempt: Attempt; store: DecisionStore }) {
  const left = useSeconds(attempt.undoEnds)
  const { ticket_reference, id } = attempt.suggestion
  if (left <= 0) return null
  return (
    <li className={classes.earlier}>
      <span>
        {DONE_WORDS[attempt.body.verdict]} {ticket_reference}
      </span>
      <UndoButton onUndo={() => store.undo(id)} left={left} of={ticket_reference} />
    </li>
  )
}

interface UndoProps {
  onUndo: () => void
  disabled?: boolean
  left?: number
  /** Z takes this one back. */
  first?: boolean
  of?: string
}

function UndoButton({ onUndo, disabled, left, first, of }: UndoProps) {
  return (
    <button
      type="button"
      className={classes.undo}
      aria-keyshortcuts={first ? 'z' : undefined}
      disabled={disabled}
      onClick={onUndo}
    >
      <UndoIcon size={15} /> {t('review.undo')} {first && <Keys of="z" />}
      {left !== undefined && <span className={`${classes.seconds} hr-num`}>{left} s</span>}
      {of && <span className="hr-hidden"> {of}</span>}
    </button>
  )
}

function Failure({ attempt }: { attempt: Attempt }) {
  const { suggestion, error } = attempt
  const item = suggestion.id
  const inQueue = useLocation({ select: (at) => at.pathname === '/queue' })
  return (
    <>
      <span className={classes.icon} aria-hidden="true">
        <WarnIcon />
      </span>
      <div className={classes.words}>
        <b>{t('review.didNotGoThrough')}</b> <span>{suggestion.ticket_reference}</span>
        <span className={classes.sub}>{error?.message}</span>
      </div>
      <Link
        className={classes.undo}
        to="/queue"
        // What filters another page is not a filter of the queue.
        search={(old) => (inQueue ? { ...(old as QueueSearch), bulk: undefined, item } : { item })}
      >
        {t('review.showIt')}
      </Link>
    </>
  )
}

/** Length of the window as first seen, so that the bar shrinks from full. */
function useTotal(ends: number): number {
  const [first, setFirst] = useState({ ends, total: ends - performance.now() })
  if (first.ends !== ends) setFirst({ ends, total: ends - performance.now() })
  return first.total
}
