import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react'
import { t } from '../i18n'
import { Keys } from '../keys/Keys'
import { useFocusBack } from '../ui/useFocusBack'
import classes from './Picker.module.css'

export interface Option {
  id: string
  label: string
  detail?: string
  /** Of several that may be chosen together: whether this one is. */
  chosen?: boolean
}

interface Props {
  label: string
  hint: string
  options: Option[]
  busy: boolean
  error: Error | null
  onFilter?: (text: string) => void
  onPick: (id: string) => void
  onClose: () => void
}

/** A list with a filter, by keyboard alone: type, arrows, Enter; Esc gives the focus back. */
export function Picker(props: Props) {
  const { label, hint, options, busy, error, onPick, onClose } = props
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const list = useId()
  const panel = useRef<HTMLDivElement>(null)
  useFocusBack()
  const wanted = text.trim().toLowerCase()
  const shown = options.filter((one) => one.label.toLowerCase().includes(wanted))
  const active = shown[Math.min(at, shown.length - 1)]
  useEffect(() => {
    panel.current?.querySelector('[aria-selected="true"]')?.scrollIntoView?.({ block: 'nearest' })
  }, [at])

  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (event.key === 'Escape') onClose()
    else if (step) setAt(Math.max(0, Math.min(shown.length - 1, at + step)))
    else if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      if (active && !busy) onPick(active.id)
    } else return
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <div
      ref={panel}
      className={classes.panel}
      role="dialog"
      aria-label={label}
      onKeyDown={onKeyDown}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) onClose()
      }}
    >
      <input
        autoFocus
        className={classes.filter}
        role="combobox"
        aria-label={label}
        aria-expanded="true"
        aria-controls={list}
        aria-activedescendant={active ? `${list}.${active.id}` : undefined}
        placeholder={label}
        maxLength={40}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value)
          setAt(0)
          props.onFilter?.(event.currentTarget.value)
        }}
      />
      <ul id={list} role="listbox" aria-label={label} className={classes.list}>
        {shown.map((one) => (
          <li
            key={one.id}
            id={`${list}.${one.id}`}
            role="option"
            aria-selected={one === active}
            aria-checked={one.chosen}
            className={classes.option}
            // The field keeps the focus, so that the panel is not closed by its loss.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => !busy && onPick(one.id)}
          >
            <span>
              {one.chosen !== undefined && (
                <span className={classes.check} aria-hidden="true">
                  {one.chosen ? '✓' : ''}
                </span>
              )}
              {one.label}
            </span>
            {one.detail && <span className={classes.detail}>{one.detail}</span>}
          </li>
        ))}
        {!shown.length && <li className={classes.none}>{t('desk.noneFound')}</li>}
      </ul>
      {error && (
        <p role="alert" className={classes.error}>
          {t('tickets.notChanged', { why: error.message })}
        </p>
      )}
      <p className={classes.hint}>
        <Keys of="Enter" always /> {hint} <Keys of="Escape" always /> {t('desk.closes')}
      </p>
    </div>
  )
}
