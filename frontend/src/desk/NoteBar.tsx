import { lazy, Suspense, useState } from 'react'
import type { TicketDetail } from '../api/types'
import { t } from '../i18n'
import { Keys } from '../keys/Keys'
import { useKeys } from '../keys/useKeys'
import { useSession } from '../session/useSession'
import { NoteIcon } from '../ui/icons'
import type { Composing } from '../tickets/Composer'
import classes from './NoteBar.module.css'

const Composer = lazy(() =>
  import('../tickets/Composer').then((module) => ({ default: module.Composer })),
)

/** A note for colleagues from the queue, without leaving the draft. */
export function NoteBar({ ticket }: { ticket: TicketDetail }) {
  const { mayWrite } = useSession()
  const [writing, setWriting] = useState<Composing>(null)
  useKeys({ i: () => setWriting('internal_note') }, { enabled: mayWrite && !writing })
  if (!mayWrite) return null
  return (
    <div className={classes.bar}>
      {writing ? (
        <Suspense fallback={null}>
          <Composer ticket={ticket} kind={writing} onKind={setWriting} />
        </Suspense>
      ) : (
        <button
          type="button"
          className={classes.open}
          aria-keyshortcuts="i"
          onClick={() => setWriting('internal_note')}
        >
          <NoteIcon size={14} /> {t('tickets.noteHint')} <Keys of="i" />
        </button>
      )}
    </div>
  )
}
