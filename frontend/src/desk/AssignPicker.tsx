import { useQuery } from '@tanstack/react-query'
import { peopleOptions } from '../api/queries'
import type { TicketDetail } from '../api/types'
import { t } from '../i18n'
import { announce } from '../lib/live'
import { ROLE_WORDS } from '../lib/words'
import { useSession } from '../session/useSession'
import { Picker, type Option } from './Picker'
import { useTicketEdit } from './useTicketEdit'

const NOBODY = 'nobody'

/** M opened this: to me, to a colleague, to nobody. */
export default function AssignPicker(props: { ticket: TicketDetail; onClose: () => void }) {
  const { ticket, onClose } = props
  const { user } = useSession()
  const people = useQuery(peopleOptions)
  const edit = useTicketEdit(ticket, (fresh) => {
    const name = fresh.assignee?.name
    announce(name ? t('desk.assigned', { name }) : t('desk.assignedToNobody'))
    onClose()
  })
  const mine = ticket.assignee?.id === user.id
  const others = (people.data?.results ?? []).filter(
    (one) => one.id !== user.id && one.id !== ticket.assignee?.id,
  )
  const options: Option[] = [
    ...(mine ? [] : [{ id: String(user.id), label: t('desk.me', { name: user.name }) }]),
    ...others.map((one) => ({
      id: String(one.id),
      label: one.name,
      detail: ROLE_WORDS[one.role ?? 'reviewer'],
    })),
    ...(ticket.assignee
      ? [
          {
            id: NOBODY,
            label: t('desk.nobody'),
            detail: t('desk.takesFrom', { name: ticket.assignee.name }),
          },
        ]
      : []),
  ]
  return (
    <Picker
      label={t('desk.assignTo')}
      hint={t('desk.assigns')}
      options={options}
      busy={edit.isPending}
      error={edit.error ?? people.error}
      onPick={(id) => edit.mutate({ assignee: id === NOBODY ? null : Number(id) })}
      onClose={onClose}
    />
  )
}
