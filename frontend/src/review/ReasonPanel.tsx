import { Textarea } from '@mantine/core'
import { useEffect, useRef, type ReactNode } from 'react'
import { Keys } from '../keys/Keys'
import { useKeys } from '../keys/useKeys'
import { useFocusBack } from '../ui/useFocusBack'
import classes from './ReasonPanel.module.css'

export interface Reason {
  /** The keys that choose it; each is shown. */
  keys: [string, ...string[]]
  label: ReactNode
  choose: () => void
}

interface Note {
  label: string
  description?: string
  /** Characters that the server takes. */
  limit: number
  value: string
  onChange: (text: string) => void
}

interface Props {
  /** Its name for a screen reader, and what stands over the reasons. */
  label: string
  title: string
  reasons: Reason[]
  note: Note
  /** What choosing does, in a sentence. */
  what?: string
  /** Nothing is turned down here. */
  calm?: boolean
}

/** One key chooses a reason and is the act; a note is optional and comes first if there is one. */
export function ReasonPanel({ label, title, reasons, note, what, calm }: Props) {
  const panel = useRef<HTMLElement>(null)
  const box = useRef<HTMLTextAreaElement>(null)
  useFocusBack()
  useEffect(() => {
    panel.current?.scrollIntoView?.({ block: 'nearest' })
    panel.current?.focus({ preventScroll: true })
  }, [title])
  useKeys({
    ...Object.fromEntries(reasons.flatMap(({ keys, choose }) => keys.map((key) => [key, choose]))),
    n: () => box.current?.focus(),
  })
  return (
    <section
      ref={panel}
      tabIndex={-1}
      className={classes.panel}
      data-calm={calm || undefined}
      aria-label={label}
      aria-describedby={what && 'reason-what'}
    >
      <h3 className={classes.title}>{title}</h3>
      <div className={classes.reasons}>
        {reasons.map((reason) => (
          <button
            key={reason.keys[0]}
            type="button"
            className={classes.reason}
            aria-keyshortcuts={reason.keys.join(' ')}
            onClick={reason.choose}
          >
            <Keys of={reason.keys[0]} />
            {reason.label}
            {reason.keys.slice(1).map((key) => (
              <Keys key={key} of={key} />
            ))}
          </button>
        ))}
      </div>
      {what && (
        <p className={classes.what} id="reason-what">
          {what}
        </p>
      )}
      <Textarea
        ref={box}
        mt="sm"
        label={
          <span className={classes.label}>
            {note.label} <Keys of="n" />
          </span>
        }
        description={note.description}
        autosize
        minRows={1}
        maxRows={4}
        maxLength={note.limit}
        value={note.value}
        onChange={(event) => note.onChange(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || event.nativeEvent.isComposing) return
          event.preventDefault()
          event.stopPropagation()
          panel.current?.focus()
        }}
      />
    </section>
  )
}
