import { Button, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { api } from '../api/endpoints'
import { keys } from '../api/queries'
import type { TicketDetail } from '../api/types'
import { t } from '../i18n'
import { Keys } from '../keys/Keys'
import { useKeys } from '../keys/useKeys'
import { GAP } from '../lib/filled'
import { announce } from '../lib/live'
import { uuid } from '../lib/uuid'
import type { Offered } from '../review/useReview'
import { useSession } from '../session/useSession'
import { NoteIcon, SendIcon } from '../ui/icons'
import classes from './Composer.module.css'

export type Composing = 'internal_note' | 'public_reply' | null

interface Props {
  ticket: TicketDetail
  kind: Composing
  onKind: (kind: Composing) => void
  /** An answer to another ticket, to begin a reply with. */
  offered?: Offered | null
  onTaken?: () => void
}

/** A note for colleagues, or a reply by hand. The two look different on purpose. */
export function Composer({ ticket, kind, onKind, offered, onTaken }: Props) {
  const client = useQueryClient()
  const { mayWrite } = useSession()
  const [body, setBody] = useState('')
  // When the form goes, the button that opened it has the focus again.
  const [last, setLast] = useState(kind)
  if (kind && kind !== last) setLast(kind)
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
  useEffect(() => {
    if (!offered) return
    setBody((old) => (old.trim() ? `${old.trimEnd()}\n\n${offered.text}` : offered.text))
    announce(t('review.copiedFrom', { ticket: offered.reference }))
    onTaken?.()
  }, [offered, onTaken])
  const unfinished = !body.trim() || (kind === 'public_reply' && body.includes(GAP))
  useKeys(
    { w: () => onKind('public_reply'), i: () => onKind('internal_note') },
    { enabled: mayWrite && !kind },
  )
  if (!mayWrite) return null
  if (!kind) {
    return (
      <div className={classes.bar}>
        <Button
          variant="default"
          leftSection={<NoteIcon />}
          rightSection={<Keys of="i" />}
          aria-keyshortcuts="i"
          autoFocus={last === 'internal_note'}
          onClick={() => onKind('internal_note')}
        >
          {t('tickets.note')}
        </Button>
        <Button
          variant="default"
          leftSection={<SendIcon />}
          rightSection={<Keys of="w" />}
          aria-keyshortcuts="w"
          autoFocus={last === 'public_reply'}
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
        if (!unfinished) add.mutate()
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
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
            event.preventDefault()
            if (!add.isPending && !unfinished) add.mutate()
          }
          if (event.key !== 'Escape') return
          // What was typed stays; the page's keys act again.
          event.stopPropagation()
          if (!body.trim()) onKind(null)
          document.querySelector('h1')?.focus()
        }}
        error={
          add.error
            ? `${add.error.message} ${t('tickets.textStays')}`
            : body.trim() && unfinished
              ? t('review.gaps')
              : undefined
        }
      />
      <div className={classes.actions}>
        <Button
          type="submit"
          loading={add.isPending}
          disabled={unfinished}
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
