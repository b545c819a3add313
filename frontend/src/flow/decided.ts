import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { api } from '../api/endpoints'
import { keys } from '../api/queries'
import type { MyReview } from '../api/types'
import { t } from '../i18n'
import { announce } from '../lib/live'
import type { Attempt } from '../review/decisions'

/** What became of a decision, in words; `left` the seconds in which it can be taken back. */
export function stateOf(review: MyReview, attempt: Attempt | undefined, left: number): string {
  if (review.undone || attempt?.state === 'undone') return t('acts.state.undone')
  if (review.settled_by) return t('tickets.settledBy', { name: review.settled_by })
  if (!review.final) return t('tickets.waitsForSecond')
  if (review.verdict === 'reject') return t('acts.state.nothingSent')
  switch (review.delivery_status) {
    case 'scheduled':
      return left > 0 ? t('tickets.goesOutIn', { seconds: left }) : t('tickets.goingOut')
    case 'sending':
      return t('tickets.beingSent')
    case 'failed':
      return [t('tickets.notDelivered'), review.delivery_error].filter(Boolean).join(': ')
    case 'cancelled':
      return t('tickets.takenBack')
    default:
      return t('tickets.sent')
  }
}

/** A reply that went out, or could not be delivered, is followed by another one. */
export const mayFollowUp = (review: MyReview) =>
  !review.undone && (review.delivery_status === 'sent' || review.delivery_status === 'failed')

/** Opens the ticket again and its page with the composer for one more reply. */
export function useFollowUp(onDone?: () => void) {
  const client = useQueryClient()
  const navigate = useNavigate()
  return useMutation({
    mutationFn: async ({ ticket: id }: MyReview) => {
      const ticket = await api.ticket(id)
      if (ticket.status !== 'open') await api.editTicket(id, ticket.etag, { status: 'open' })
      await client.invalidateQueries({ queryKey: keys.ticket(id) })
      return ticket
    },
    onSuccess: (ticket) => {
      announce(t('acts.reopened', { ticket: ticket.reference }))
      onDone?.()
      void navigate({
        to: '/tickets/$id',
        params: { id: String(ticket.id) },
        search: { compose: 'reply' },
      })
    },
  })
}
