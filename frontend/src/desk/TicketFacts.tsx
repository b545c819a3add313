import { lazy, Suspense, useCallback, useState, type ReactNode } from 'react'
import type { TicketDetail, TicketPatch } from '../api/types'
import { inSentence, t } from '../i18n'
import { Keys } from '../keys/Keys'
import { useKeys } from '../keys/useKeys'
import { announce } from '../lib/live'
import { PRIORITY_WORDS, STATUS_WORDS } from '../lib/words'
import { useSession } from '../session/useSession'
import { PersonIcon, TagIcon } from '../ui/icons'
import { useTicketEdit } from './useTicketEdit'
import classes from './TicketFacts.module.css'

const AssignPicker = lazy(() => import('./AssignPicker'))
const TagPicker = lazy(() => import('./TagPicker'))

/** What the desk sets on a ticket, where it is read: status, priority, whose it is, tags. */
export function TicketFacts({ ticket }: { ticket: TicketDetail }) {
  const { mayWrite } = useSession()
  const [picking, setPicking] = useState<'assign' | 'tags' | null>(null)
  const close = useCallback(() => setPicking(null), [])
  useKeys(
    { m: () => setPicking('assign'), y: () => setPicking('tags') },
    { enabled: mayWrite && picking === null },
  )
  const assignee = ticket.assignee?.name ?? t('tickets.nobody')
  const tags = ticket.tags.map((tag) => <b key={tag}>{tag}</b>)
  if (!mayWrite) {
    return (
      <div className={classes.facts}>
        <span>{STATUS_WORDS[ticket.status]}</span>
        <span>{PRIORITY_WORDS[ticket.priority]}</span>
        <span>{assignee}</span>
        <span className={classes.tags}>{tags}</span>
      </div>
    )
  }
  return (
    <div className={classes.facts} role="group" aria-label={t('tickets.facts')}>
      <Select ticket={ticket} field="status" words={STATUS_WORDS} />
      <Select ticket={ticket} field="priority" words={PRIORITY_WORDS} />
      <Fact
        name={t('tickets.assignee')}
        keyOf="m"
        open={picking === 'assign'}
        onOpen={() => setPicking('assign')}
      >
        <PersonIcon size={14} /> {assignee}
      </Fact>
      <Fact
        name={t('tickets.tags')}
        keyOf="y"
        open={picking === 'tags'}
        onOpen={() => setPicking('tags')}
      >
        <TagIcon size={14} />
        <span className={classes.tags}>{tags.length ? tags : t('tickets.noTags')}</span>
      </Fact>
      <Suspense fallback={null}>
        {picking === 'assign' && <AssignPicker ticket={ticket} onClose={close} />}
        {picking === 'tags' && <TagPicker ticket={ticket} onClose={close} />}
      </Suspense>
    </div>
  )
}

interface FactProps {
  name: string
  keyOf: string
  open: boolean
  onOpen: () => void
  children: ReactNode
}

function Fact({ name, keyOf, open, onOpen, children }: FactProps) {
  return (
    <button
      type="button"
      className={classes.fact}
      aria-keyshortcuts={keyOf}
      aria-haspopup="dialog"
      aria-expanded={open}
      title={name}
      onClick={onOpen}
    >
      <span className="hr-hidden">{name}: </span>
      {children} <Keys of={keyOf} />
    </button>
  )
}

interface SelectProps<Field extends 'status' | 'priority'> {
  ticket: TicketDetail
  field: Field
  words: Readonly<Record<TicketDetail[Field], string>>
}

function Select<Field extends 'status' | 'priority'>(props: SelectProps<Field>) {
  const { ticket, field, words } = props
  const edit = useTicketEdit(ticket, (fresh) =>
    announce(
      t('tickets.isNow', { ticket: fresh.reference, status: inSentence(words[fresh[field]]) }),
    ),
  )
  const shown = edit.isPending ? (edit.variables[field] ?? ticket[field]) : ticket[field]
  return (
    <>
      <select
        className={classes.select}
        data-value={shown}
        aria-label={t(`tickets.edit.${field}`)}
        value={shown}
        onChange={(event) => edit.mutate({ [field]: event.currentTarget.value } as TicketPatch)}
      >
        {Object.entries<string>(words).map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
      {edit.error && (
        <span role="alert" className={classes.error}>
          {t('tickets.notChanged', { why: edit.error.message })}
        </span>
      )}
    </>
  )
}
