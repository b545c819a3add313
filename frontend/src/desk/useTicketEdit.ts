import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '../api/endpoints'
import { keys } from '../api/queries'
import type { TicketDetail, TicketPatch } from '../api/types'

/** Changes a ticket's own fields, if it still is what the person saw; else it is read again. */
export function useTicketEdit(ticket: TicketDetail, onDone?: (fresh: TicketDetail) => void) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (changes: TicketPatch) => api.editTicket(ticket.id, ticket.etag, changes),
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
