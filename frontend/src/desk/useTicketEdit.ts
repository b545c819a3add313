import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '../api/endpoints'
import { keys, ticketOptions } from '../api/queries'
import type { TicketDetail, TicketPatch } from '../api/types'

/**
 * Changes a ticket's own fields, if it still is what the person saw; else it is read again. One
 * change waits for the other and goes on from what that one made of the ticket.
 */
export function useTicketEdit(ticket: TicketDetail, onDone?: (fresh: TicketDetail) => void) {
  const client = useQueryClient()
  return useMutation({
    scope: { id: `ticket-${ticket.id}` },
    mutationFn: (changes: TicketPatch) => {
      const { etag } = client.getQueryData(ticketOptions(ticket.id).queryKey) ?? ticket
      return api.editTicket(ticket.id, etag, changes)
    },
    onSuccess: (fresh) => {
      client.setQueryData(keys.ticket(ticket.id), fresh)
      onDone?.(fresh)
    },
    onSettled: () => {
      void client.invalidateQueries({ queryKey: keys.ticket(ticket.id) })
      void client.invalidateQueries({ queryKey: keys.queue })
    },
  })
}
