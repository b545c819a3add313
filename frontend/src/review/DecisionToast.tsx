import { Link, useLocation } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { t } from '../i18n'
import { Keys } from '../keys/Keys'
import { DONE_WORDS } from '../lib/words'
import { CheckIcon, CloseIcon, UndoIcon, WarnIcon } from '../ui/icons'
import type { Attempt, DecisionStore } from './decisions'
import { useDecisions } from './DecisionsProvider'
import classes from './DecisionToast.module.css'

/** The latest decision with its undo countdown, or why it did not go through. */
export function DecisionToast() {
  const { store, attempts } = useDecisions()
  const [closed, setClosed] = useState<Attempt | null>(null)
  const open = useLocation({ select: (at) => at.search.item ?? at.pathname })
  const onScreen = (one: Attempt) =>
    open === one.suggestion.id || open === `/tickets/${one.suggestion.ticket}`
  // A failure explains itself beside the draft; the toast is for when that is out of sight.
  const failed = attempts.find((one) => one.state === 'failed' && !onScreen(one))
  const live = attempts.find((one) => one.state !== 'undone' && one.state !== 'failed')
  const attempt = failed ?? live
  const left = useSecondsLeft(attempt)
  if (!attempt || attempt === closed) return null
  if (attempt.state === 'done' && left <= 0 && !attempt.error) return null
  return (
    <aside
      className={classes.toast}
      data-state={attempt.state}
      aria-label={t('review.lastDecision')}
    >
      {attempt.state === 'failed' ? (
        <Failure attempt={attempt} />
      ) : (
        <Done attempt={attempt} left={left} store={store} />
      )}
      <button
        type="button"
        className={classes.close}
        aria-label={t('review.hide')}
        onClick={() => setClosed(attempt)}
      >
        <CloseIcon size={14} />
      </button>
    </aside>
  )
}

function Done({ attempt, left, store }: { attempt: Attempt; left: number; store: DecisionStore }) {
  const { suggestion, body, review, undoEnds } = attempt
  const waits = review !== null && !review.final && body.verdict !== 'reject'
  const total = Math.max(1, useTotal(undoEnds))
  return (
    <>
      <span className={classes.icon} aria-hidden="true">
        <CheckIcon />
      </span>
      <div className={classes.words}>
        <b>{DONE_WORDS[body.verdict]}</b> <span>{suggestion.ticket_reference}</span>
        <span className={classes.sub}>
          {attempt.error
            ? attempt.error.message
            : waits
              ? t('review.waitsForSecond')
              : suggestion.ticket_subject}
        </span>
      </div>
      {left > 0 && (
        <button
          type="button"
          className={classes.undo}
          aria-keyshortcuts="z"
          disabled={attempt.state === 'undoing' || attempt.undoWanted}
          onClick={() => store.undo(suggestion.id)}
        >
          <UndoIcon size={15} /> {t('review.undo')} <Keys of="z" />
          <span className={`${classes.seconds} hr-num`}>{left} s</span>
        </button>
      )}
      <span
        className={classes.bar}
        style={{ transform: `scaleX(${Math.min(1, (left * 1000) / total)})` }}
        aria-hidden="true"
      />
    </>
  )
}

function Failure({ attempt }: { attempt: Attempt }) {
  const { suggestion, error } = attempt
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
        search={(old) => ({ ...old, item: suggestion.id })}
      >
        {t('review.showIt')}
      </Link>
    </>
  )
}

function useSecondsLeft(attempt: Attempt | undefined): number {
  const [now, setNow] = useState(() => performance.now())
  const ends = attempt?.undoEnds ?? 0
  useEffect(() => {
    if (!ends) return
    setNow(performance.now())
    const timer = setInterval(() => {
      setNow(performance.now())
      if (performance.now() > ends) clearInterval(timer)
    }, 250)
    return () => clearInterval(timer)
  }, [ends])
  return Math.max(0, Math.ceil((ends - now) / 1000))
}

/** Length of the window as first seen, so that the bar shrinks from full. */
function useTotal(ends: number): number {
  const [first, setFirst] = useState({ ends, total: ends - performance.now() })
  if (first.ends !== ends) setFirst({ ends, total: ends - performance.now() })
  return first.total
}
