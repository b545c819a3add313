import { useState } from 'react'
import type { Gate } from '../api/types'
import { t } from '../i18n'
import { CheckIcon, InfoIcon, StopIcon, WarnIcon } from '../ui/icons'
import { gateMessage, unquoted, type Alarm } from './gateWords'
import classes from './Gates.module.css'

const ORDER = { block: 0, warn: 1, info: 2, pass: 3 }
const ICONS = { block: StopIcon, warn: WarnIcon, info: InfoIcon, pass: CheckIcon }

/** What the automatic checks found. Doubts are always shown; what passed is one click away. */
export function Gates({ gates }: { gates: Gate[] }) {
  const [all, setAll] = useState(false)
  const sorted = [...gates].sort((a, b) => ORDER[a.level] - ORDER[b.level])
  const passed = sorted.filter((gate) => gate.level === 'pass')
  const shown = all ? sorted : sorted.filter((gate) => gate.level !== 'pass')
  if (!gates.length) return null
  return (
    <section aria-label={t('checks.title')}>
      <ul className={classes.list}>
        {shown.map((gate, index) => {
          const Icon = ICONS[gate.level]
          const quotes = unquoted(gate)
          return (
            <li key={`${gate.code}.${index}`} className={classes.gate} data-level={gate.level}>
              <Icon size={16} />
              <div>
                <span className="hr-hidden">{t(`checks.level.${gate.level}`)}: </span>
                {gateMessage(gate)}
                {quotes.length > 0 && (
                  <span className={classes.spans}>
                    {quotes.map((span) => (
                      <q key={span}>{span}</q>
                    ))}
                  </span>
                )}
              </div>
              {gate.confirm && <span className={classes.tag}>{t('checks.needsWord')}</span>}
            </li>
          )
        })}
      </ul>
      {passed.length > 0 && (
        <button
          type="button"
          className={classes.more}
          aria-expanded={all}
          onClick={() => setAll(!all)}
        >
          <CheckIcon size={14} /> {t('checks.passed', { count: passed.length })}
        </button>
      )}
    </section>
  )
}

/** Above the draft, since it bears on every word of it. */
export function Alarms({ alarms }: { alarms: Alarm[] }) {
  return alarms.map(({ title, gate }, index) => (
    <div key={index} className={classes.alarm} role="note" aria-label={title}>
      <StopIcon size={20} />
      <div>
        <b>{title}</b>
        <p>{gateMessage(gate)}</p>
      </div>
    </div>
  ))
}
