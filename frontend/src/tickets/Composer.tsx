import { Button, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { api } from '../api/endpoints'
import { keys } from '../api/queries'
import type { TicketDetail } from '../api/types'
import { t } from '../i18n'
import { Keys } from '../keys/Keys'
import { useKeys } from '../keys/useKeys'
import { forgetMessage, loadMessage, saveMessage } from '../lib/drafts'
import { GAP } from '../lib/filled'
import { announce } from '../lib/live'
import { uuid } from '../lib/uuid'
import type { Offered } from '../review/useReview'
import { useSession } from '../session/useSession'
import { NoteIcon, SendIcon } from '../ui/icons'
import { NoteFiles } from './NoteFiles'
import { encoded, withFiles } from './noteFiles'
import classes from './Composer.module.css'

export type Composing = 'internal_note' | 'public_reply' | null

interface Props {
  ticket: TicketDetail
  kind: Composing
  /** Open because a text was kept: that leaves the focus, and so the keys, to the page. */
  restored?: boolean
  onKind: (kind: Composing) => void
  /** An answer to another ticket, to begin a reply with. */
  offered?: Offered | null
  onTaken?: () => void
}

/** A note for colleagues, or a reply by hand. The two look different on purpose. */
export function Composer({ ticket, kind, restored, onKind, offered, onTaken }: Props) {
  const { mayWrite } = useSession()
  // When the form goes, the button that opened it has the focus again.
  const [last, setLast] = useState(kind)
  if (kind && kind !== last) setLast(kind)
  const [opened, setOpened] = useState(!restored)
  const open = (next: Composing) => {
    setOpened(true)
    onKind(next)
  }
  useKeys(
    { w: () => open('public_reply'), i: () => open('internal_note') },
    { enabled: mayWrite && !kind },
  )
  if (!mayWrite) return null
  if (kind) {
    return (
      <MessageForm
        key={kind}
        ticket={ticket}
        kind={kind}
        focused={opened}
        onClose={() => open(null)}
        offered={offered}
        onTaken={onTaken}
      />
    )
  }
  return (
    <div className={classes.bar}>
      <Button
        variant="default"
        leftSection={<NoteIcon />}
        rightSection={<Keys of="i" />}
        aria-keyshortcuts="i"
        autoFocus={last === 'internal_note'}
        onClick={() => open('internal_note')}
      >
        {t('tickets.note')}
      </Button>
      <Button
        variant="default"
        leftSection={<SendIcon />}
        rightSection={<Keys of="w" />}
        aria-keyshortcuts="w"
        autoFocus={last === 'public_reply'}
        onClick={() => open('public_reply')}
      >
        {t('tickets.byHand')}
      </Button>
    </div>
  )
}

interface FormProps {
  ticket: TicketDetail
  kind: NonNullable<Composing>
  focused: boolean
  onClose: () => void
  offered?: Offered | null
  onTaken?: () => void
}

/** Each kind has its text: what was meant for colleagues never turns up in a reply. */
function MessageForm({ ticket, kind, focused, onClose, offered, onTaken }: FormProps) {
  const client = useQueryClient()
  const { user } = useSession()
  const [kept] = useState(() => loadMessage(user.id, ticket.id, kind))
  const [body, setBody] = useState(kept?.body ?? '')
  const [idempotencyKey, setIdempotencyKey] = useState(() => kept?.idempotencyKey ?? uuid())
  const [files, setFiles] = useState<File[]>([])
  const [refused, setRefused] = useState<string[]>([])
  const field = useRef<HTMLTextAreaElement>(null)
  const reply = kind === 'public_reply'
  const change = (text: string) => {
    setBody(text)
    setIdempotencyKey(uuid())
  }
  const attach = (chosen: File[]) => {
    if (add.isPending) return
    field.current?.focus()
    const next = withFiles(files, chosen)
    setFiles(next.files)
    setRefused(next.refused)
    setIdempotencyKey(uuid())
  }
  useEffect(() => {
    saveMessage(user.id, ticket.id, kind, { body, idempotencyKey })
  }, [user.id, ticket.id, kind, body, idempotencyKey])
  const close = () => {
    forgetMessage(user.id, ticket.id, kind)
    onClose()
  }
  const add = useMutation({
    mutationFn: async () =>
      api.addMessage(ticket.id, kind, body.trim(), idempotencyKey, await encoded(files)),
    onSuccess: () => {
      announce(t(kind === 'public_reply' ? 'tickets.replyAccepted' : 'tickets.noteAdded'))
      close()
    },
    // Who has gone on to another ticket hears of it too; the text is kept for when they return.
    onError: (error) =>
      announce(
        `${t('tickets.notAdded', { ticket: ticket.reference, why: error.message })} ${t('tickets.textStays')}`,
      ),
    onSettled: () => client.invalidateQueries({ queryKey: keys.ticket(ticket.id) }),
  })
  useEffect(() => {
    if (!offered) return
    setBody((old) => (old.trim() ? `${old.trimEnd()}\n\n${offered.text}` : offered.text))
    setIdempotencyKey(uuid())
    announce(t('review.copiedFrom', { ticket: offered.reference }))
    onTaken?.()
  }, [offered, onTaken])
  const unfinished = !body.trim() || (reply && body.includes(GAP))
  return (
    <form
      className={classes.form}
      data-kind={kind}
      // A reply goes out by a channel that carries no files.
      onDragOver={(event) => !reply && event.preventDefault()}
      onDrop={(event) => {
        if (reply || !event.dataTransfer.files.length) return
        event.preventDefault()
        attach([...event.dataTransfer.files])
      }}
      onPaste={(event) => {
        if (!reply && event.clipboardData.files.length) attach([...event.clipboardData.files])
      }}
      onSubmit={(event) => {
        event.preventDefault()
        if (!unfinished) add.mutate()
      }}
    >
      <Textarea
        ref={field}
        autoFocus={focused}
        autosize
        minRows={3}
        maxRows={10}
        dir="auto"
        label={reply ? t('tickets.replyTo', { name: ticket.customer.name }) : t('tickets.note')}
        description={t(reply ? 'tickets.customerSees' : 'tickets.onlyColleagues')}
        value={body}
        // What is typed now would not go with what is under way.
        readOnly={add.isPending}
        onChange={(event) => change(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
            event.preventDefault()
            if (!add.isPending && !unfinished) add.mutate()
          }
          if (event.key !== 'Escape') return
          // What was typed stays; the page's keys act again.
          event.stopPropagation()
          if (!body.trim()) close()
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
      {!reply && (
        <NoteFiles
          files={files}
          refused={refused}
          field={field}
          disabled={add.isPending}
          onChoose={attach}
          onRemove={(gone) => {
            setFiles(files.filter((one) => one !== gone))
            setIdempotencyKey(uuid())
          }}
        />
      )}
      <div className={classes.actions}>
        <Button
          type="submit"
          loading={add.isPending}
          disabled={unfinished}
          rightSection={<Keys of="$mod+Enter" always />}
        >
          {t(reply ? 'tickets.sendReply' : 'tickets.addNote')}
        </Button>
        <Button variant="subtle" color="gray" disabled={add.isPending} onClick={close}>
          {t('common.cancel')}
        </Button>
      </div>
    </form>
  )
}
