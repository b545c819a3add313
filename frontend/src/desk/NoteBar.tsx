import { lazy, Suspense, useState } from 'react'
import type { TicketDetail } from '../api/types'
import { t } from '../i18n'
import { Keys } from '../keys/Keys'
import { useKeys } from '../keys/useKeys'
import { useSession } from '../session/useSession'
import { NoteIcon } from '../ui/icons'
import classes from './NoteBar.module.css'

const Composer = lazy(() =>
  import('../tickets/Composer').then((module) => ({ default: module.Composer })),
)

/** A note for colleagues from the queue, without leaving the draft. */
export function NoteBar({ ticket }: { ticket: TicketDetail }) {
  const { mayWrite } = useSession()
  /** False once closed again: then the button has the focus. */
  const [writing, setWriting] = useState<boolean | null>(null)
  useKeys({ i: () => setWriting(true) }, { enabled: mayWrite && !writing })
  if (!mayWrite) return null
  return (
    <div className={classes.bar}>
      {writing ? (
        <Suspense fallback={null}>
          <Composer
            ticket={ticket}
            kind="internal_note"
            onKind={(kind) => setWriting(kind !== null)}
          />
        </Suspense>
      ) : (
        <button
          type="button"
          className={classes.open}
          autoFocus={writing === false}
          aria-keyshortcuts="i"
          onClick={() => setWriting(true)}
        >
          <NoteIcon size={14} /> {t('tickets.noteHint')} <Keys of="i" />
        </button>
      )}
    </div>
  )
}
