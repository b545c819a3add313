import type { Priority } from '../api/types'

const MINUTES: Record<Priority, number> = { urgent: 60, high: 240, normal: 480, low: 1440 }

/** When the server would say that an answer is due. */
export function dueAt(one: { ticket_priority: Priority; ticket_created_at: string }): string {
  const began = new Date(one.ticket_created_at).getTime()
  return new Date(began + MINUTES[one.ticket_priority] * 60_000).toISOString()
}
