import { useEffect, useRef } from 'react'
import type { AI } from '../api/types'
import { rich, t } from '../i18n'
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
    if (before.current && !away) announce(t('ai.back'))
    before.current = away
  }, [away])
  // The region is always there: screen readers only notice what changes inside one they know.
  return (
    <div className={classes.frame}>
      <div role="status" aria-label={t('ai.service')}>
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
      {rich('ai.banner', {
        state: <b>{AI_WORDS[ai.state]}</b>,
        since: since(ai),
        detail: ai.state === 'paused' ? '' : ai.detail,
      })}
    </p>
  )
}

function More({ ai }: { ai: AI }) {
  const { may } = useSession()
  const silent = ai.state === 'unavailable' || ai.state === 'trying'
  return (
    <p className={classes.more}>
      {ai.waiting > 0 && <span>{t('ai.waiting', { count: ai.waiting })}</span>}
      {ai.until && ai.state !== 'trying' && <NextTry at={ai.until} />}
      {may('admin.change') && silent && (
        <a href="/admin/ai_review/aicircuit/1/change/">{t('ai.tryNow')}</a>
      )}
      {may('admin.change') && <a href="/admin/ai_review/aipolicy/1/change/">{t('ai.policy')}</a>}
    </p>
  )
}
