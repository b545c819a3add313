import { Button, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { api } from '../api/endpoints'
import { keys } from '../api/queries'
import type { TicketDetail } from '../api/types'
import { t } from '../i18n'
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
      announce(t(kind === 'public_reply' ? 'tickets.replyAccepted' : 'tickets.noteAdded'))
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
          {t('tickets.note')}
        </Button>
        <Button
          variant="default"
          leftSection={<SendIcon />}
          rightSection={<Keys of="w" />}
          aria-keyshortcuts="w"
          onClick={() => onKind('public_reply')}
        >
          {t('tickets.byHand')}
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
        label={reply ? t('tickets.replyTo', { name: ticket.customer.name }) : t('tickets.note')}
        description={t(reply ? 'tickets.customerSees' : 'tickets.onlyColleagues')}
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
        error={add.error ? `${add.error.message} ${t('tickets.textStays')}` : undefined}
      />
      <div className={classes.actions}>
        <Button
          type="submit"
          loading={add.isPending}
          disabled={!body.trim()}
          rightSection={<Keys of="$mod+Enter" always />}
        >
          {t(reply ? 'tickets.sendReply' : 'tickets.addNote')}
        </Button>
        <Button variant="subtle" color="gray" onClick={() => onKind(null)}>
          {t('common.cancel')}
        </Button>
      </div>
    </form>
  )
}
