import { useState } from 'react'
import type { Gate } from '../api/types'
import { plural } from '../lib/words'
import { CheckIcon, InfoIcon, StopIcon, WarnIcon } from '../ui/icons'
import classes from './Gates.module.css'

const ORDER = { block: 0, warn: 1, info: 2, pass: 3 }
const ICONS = { block: StopIcon, warn: WarnIcon, info: InfoIcon, pass: CheckIcon }
const WORDS = { block: 'Needs your word', warn: 'Check this', info: 'Note', pass: 'Passed' }

/** What the automatic checks found. Doubts are always shown; what passed is one click away. */
export function Gates({ gates }: { gates: Gate[] }) {
  const [all, setAll] = useState(false)
  const sorted = [...gates].sort((a, b) => ORDER[a.level] - ORDER[b.level])
  const passed = sorted.filter((gate) => gate.level === 'pass')
  const shown = all ? sorted : sorted.filter((gate) => gate.level !== 'pass')
  if (!gates.length) return null
  return (
    <section aria-label="Checks">
      <ul className={classes.list}>
        {shown.map((gate) => {
          const Icon = ICONS[gate.level]
          return (
            <li key={gate.code} className={classes.gate} data-level={gate.level}>
              <Icon size={16} />
              <div>
                <span className="hr-hidden">{WORDS[gate.level]}: </span>
                {gate.message}
                {gate.spans.length > 0 && (
                  <span className={classes.spans}>
                    {gate.spans.map((span) => (
                      <q key={span}>{span}</q>
                    ))}
                  </span>
                )}
              </div>
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
          <CheckIcon size={14} /> {plural(passed.length, 'check')} passed
        </button>
      )}
    </section>
  )
}
