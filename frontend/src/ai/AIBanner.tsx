import { useEffect, useRef } from 'react'
import type { AI } from '../api/types'
import { announce } from '../lib/live'
import { useSession } from '../session/useSession'
import { PauseIcon } from '../ui/icons'
import { NextTry } from './NextTry'
import { useAI } from './useAI'
import { AI_WORDS, since } from './words'
import classes from './AIBanner.module.css'

/** Says on every page that no drafts are written now, why, and what goes on meanwhile. */
export function AIBanner() {
  const ai = useAI()
  const away = ai !== undefined && ai.state !== 'available'
  const before = useRef(away)
  useEffect(() => {
    if (before.current && !away) announce('The AI writes drafts again.')
    before.current = away
  }, [away])
  // The region is always there: screen readers only notice what changes inside one they know.
  return (
    <div className={classes.frame}>
      <div role="status" aria-label="AI service">
        {away && <What ai={ai} />}
      </div>
      {away && <More ai={ai} />}
    </div>
  )
}

function What({ ai }: { ai: AI }) {
  return (
    <p className={classes.what}>
      <PauseIcon size={16} />
      <b>{AI_WORDS[ai.state]}</b>
      {since(ai)}. {ai.state !== 'paused' && ai.detail} Tickets come in as usual and can be answered
      by hand.
    </p>
  )
}

function More({ ai }: { ai: AI }) {
  const { may } = useSession()
  const silent = ai.state === 'unavailable' || ai.state === 'trying'
  return (
    <p className={classes.more}>
      {ai.waiting > 0 && (
        <span>
          {ai.waiting === 1
            ? '1 draft waits and goes on by itself.'
            : `${ai.waiting} drafts wait and go on by themselves.`}
        </span>
      )}
      {ai.until && ai.state !== 'trying' && <NextTry at={ai.until} />}
      {may('admin.change') && silent && (
        <a href="/admin/ai_review/aicircuit/1/change/">Try it now</a>
      )}
      {may('admin.change') && <a href="/admin/ai_review/aipolicy/1/change/">AI policy</a>}
    </p>
  )
}
