import { lazy, Suspense, useState } from 'react'
import type { TicketDetail } from '../api/types'
import { t } from '../i18n'
import { Keys } from '../keys/Keys'
import { useKeys } from '../keys/useKeys'
import { loadMessage } from '../lib/drafts'
import { useSession } from '../session/useSession'
import { NoteIcon } from '../ui/icons'
import classes from './NoteBar.module.css'

const Composer = lazy(() =>
  import('../tickets/Composer').then((module) => ({ default: module.Composer })),
)

/** A note for colleagues from the queue, without leaving the draft. */
export function NoteBar({ ticket }: { ticket: TicketDetail }) {
  const { mayWrite, user } = useSession()
  /** `closed`: once open, so the button has the focus. */
  const [state, setState] = useState<'never open' | 'kept' | 'open' | 'closed'>(() =>
    loadMessage(user.id, ticket.id, 'internal_note') ? 'kept' : 'never open',
  )
  const writing = state === 'kept' || state === 'open'
  useKeys({ i: () => setState('open') }, { enabled: mayWrite && !writing })
  if (!mayWrite) return null
  return (
    <div className={classes.bar}>
      {writing ? (
        <Suspense fallback={null}>
          <Composer
            ticket={ticket}
            kind="internal_note"
            restored={state === 'kept'}
            onKind={(kind) => setState(kind ? 'open' : 'closed')}
          />
        </Suspense>
      ) : (
        <button
          type="button"
          className={classes.open}
          autoFocus={state === 'closed'}
          aria-keyshortcuts="i"
          onClick={() => setState('open')}
        >
          <NoteIcon size={14} /> {t('tickets.noteHint')} <Keys of="i" />
        </button>
      )}
    </div>
  )
}
