import { Button, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { api } from '../api/endpoints'
import { keys } from '../api/queries'
import type { TicketDetail } from '../api/types'
import { Keys } from '../keys/Keys'
import { useKeys } from '../keys/useKeys'
import { announce } from '../lib/live'
import { uuid } from '../lib/uuid'
import { useSession } from '../session/useSession'
import { NoteIcon, SendIcon } from '../ui/icons'
import classes from './Composer.module.css'

export type Composing = 'internal_note' | 'public_reply' | null

interface Props {
  ticket: TicketDetail
  kind: Composing
  onKind: (kind: Composing) => void
}

/** A note for colleagues, or a reply by hand. The two look different on purpose. */
export function Composer({ ticket, kind, onKind }: Props) {
  const client = useQueryClient()
  const { mayWrite } = useSession()
  const [body, setBody] = useState('')
  const idempotency = useRef(uuid())
  const add = useMutation({
    mutationFn: () =>
      api.addMessage(ticket.id, kind ?? 'internal_note', body.trim(), idempotency.current),
    onSuccess: () => {
      announce(kind === 'public_reply' ? 'Reply accepted.' : 'Note added.')
      idempotency.current = uuid()
      setBody('')
      onKind(null)
    },
    onSettled: () => client.invalidateQueries({ queryKey: keys.ticket(ticket.id) }),
  })
  useKeys({ w: () => onKind('public_reply') }, { enabled: mayWrite && !kind })
  if (!mayWrite) return null
  if (!kind) {
    return (
      <div className={classes.bar}>
        <Button
          variant="default"
          leftSection={<NoteIcon />}
          onClick={() => onKind('internal_note')}
        >
          Internal note
        </Button>
        <Button
          variant="default"
          leftSection={<SendIcon />}
          rightSection={<Keys of="w" />}
          aria-keyshortcuts="w"
          onClick={() => onKind('public_reply')}
        >
          Reply by hand
        </Button>
      </div>
    )
  }
  const reply = kind === 'public_reply'
  return (
    <form
      className={classes.form}
      data-kind={kind}
      onSubmit={(event) => {
        event.preventDefault()
        if (body.trim()) add.mutate()
      }}
    >
      <Textarea
        autoFocus
        autosize
        minRows={3}
        maxRows={10}
        dir="auto"
        label={reply ? `Reply to ${ticket.customer.name}` : 'Internal note'}
        description={reply ? 'The customer sees this.' : 'Only colleagues see this.'}
        value={body}
        onChange={(event) => {
          setBody(event.currentTarget.value)
          idempotency.current = uuid()
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && body.trim()) {
            event.preventDefault()
            if (!add.isPending) add.mutate()
          }
        }}
        error={add.error ? `${add.error.message} Your text is still here.` : undefined}
      />
      <div className={classes.actions}>
        <Button
          type="submit"
          loading={add.isPending}
          disabled={!body.trim()}
          rightSection={<Keys of="$mod+Enter" always />}
        >
          {reply ? 'Send reply' : 'Add note'}
        </Button>
        <Button variant="subtle" color="gray" onClick={() => onKind(null)}>
          Cancel
        </Button>
      </div>
    </form>
  )
}
