const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'narrow' })
const full = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' })
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' })

/** "now", "4m ago", "3h ago", then a date: short enough for a list row. */
export function ago(iso: string, now = Date.now()): string {
  const seconds = (Date.parse(iso) - now) / 1000
  const size = Math.abs(seconds)
  if (size < 45) return 'now'
  if (size < 3600) return relative.format(Math.round(seconds / 60), 'minute')
  if (size < 86_400) return relative.format(Math.round(seconds / 3600), 'hour')
  if (size < 7 * 86_400) return relative.format(Math.round(seconds / 86_400), 'day')
  return day.format(Date.parse(iso))
}

/** How long until a moment, for a sentence: "in 12 s", "in 4 min", "at 14:05", "on 24 Nov, 00:00". */
export function until(iso: string, now = Date.now()): string {
  const seconds = Math.ceil((Date.parse(iso) - now) / 1000)
  if (seconds <= 0) return 'any moment now'
  if (seconds < 60) return `in ${seconds} s`
  if (seconds < 3600) return `in ${Math.round(seconds / 60)} min`
  const at = messageTime(iso, new Date(now))
  return at.includes(',') ? `on ${at}` : `at ${at}`
}

export const fullTime = (iso: string) => full.format(Date.parse(iso))

/** Clock time today, else day and clock time. */
export function messageTime(iso: string, now = new Date()): string {
  const then = new Date(iso)
  const at = clock.format(then)
  return then.toDateString() === now.toDateString() ? at : `${day.format(then)}, ${at}`
}

/** Length of the undo window of a review in ms, free of any clock difference with the server. */
export function windowMs(createdAt: string, until: string | null): number {
  return until ? Math.max(0, Date.parse(until) - Date.parse(createdAt)) : 0
}
