import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { tagsOptions } from '../api/queries'
import type { TicketDetail } from '../api/types'
import { t } from '../i18n'
import { announce } from '../lib/live'
import { Picker, type Option } from './Picker'
import { useTicketEdit } from './useTicketEdit'

/** Y opened this: each Enter gives or takes one tag, and saves it at once. */
export default function TagPicker(props: { ticket: TicketDetail; onClose: () => void }) {
  const { ticket, onClose } = props
  const known = useQuery(tagsOptions)
  const [typed, setTyped] = useState('')
  const edit = useTicketEdit(ticket)
  const names = [
    ...ticket.tags,
    ...(known.data?.results ?? [])
      .map((tag) => tag.name)
      .filter((name) => !ticket.tags.includes(name)),
  ]
  const options: Option[] = names.map((name) => ({
    id: name,
    label: name,
    chosen: ticket.tags.includes(name),
  }))
  const fresh = typed.trim()
  if (fresh && !names.includes(fresh)) {
    options.push({ id: fresh, label: t('desk.newTag', { name: fresh }), chosen: false })
  }
  const toggle = (name: string) => {
    const given = ticket.tags.includes(name)
    const tags = given ? ticket.tags.filter((one) => one !== name) : [...ticket.tags, name]
    edit.mutate(
      { tags },
      { onSuccess: () => announce(t(given ? 'desk.tagRemoved' : 'desk.tagAdded', { name })) },
    )
  }
  return (
    <Picker
      label={t('tickets.tags')}
      hint={t('desk.toggles')}
      options={options}
      busy={edit.isPending}
      error={edit.error ?? known.error}
      onFilter={setTyped}
      onPick={toggle}
      onClose={onClose}
    />
  )
}
