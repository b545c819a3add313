import { locale, t } from '../i18n'
import { inLanguage } from './intl'

const dates = (name: string, options: Intl.DateTimeFormatOptions) =>
  inLanguage(name, (l) => new Intl.DateTimeFormat(l, options))

const full = () => dates('full', { dateStyle: 'medium', timeStyle: 'short' })
const clock = () => dates('clock', { hour: '2-digit', minute: '2-digit' })
const day = () => dates('day', { day: 'numeric', month: 'short' })
const dayAndClock = () =>
  dates('moment', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' })

const relative = () =>
  inLanguage(
    'relative',
    (l) =>
      // Only American English has a narrow form ("4m ago"), the others are short by themselves.
      new Intl.RelativeTimeFormat(l === 'en-GB' ? 'en' : l, { numeric: 'auto', style: 'narrow' }),
  )

/** "now", "4m ago", "3h ago", then a date: short enough for a list row. */
export function ago(iso: string, now = Date.now()): string {
  const seconds = (Date.parse(iso) - now) / 1000
  const size = Math.abs(seconds)
  if (size < 45) return relative().format(0, 'second')
  if (size < 3600) return relative().format(Math.round(seconds / 60), 'minute')
  if (size < 86_400) return relative().format(Math.round(seconds / 3600), 'hour')
  if (size < 7 * 86_400) return relative().format(Math.round(seconds / 86_400), 'day')
  return day().format(Date.parse(iso))
}

/** How long until a moment, for a sentence: "in 12 s", "in 4 min", "at 14:05", "on 24 Nov, 00:00". */
export function until(iso: string, now = Date.now()): string {
  const seconds = Math.ceil((Date.parse(iso) - now) / 1000)
  if (seconds <= 0) return t('words.anyMoment')
  if (seconds < 60) return t('words.inSeconds', { count: seconds })
  if (seconds < 3600) return t('words.inMinutes', { count: Math.round(seconds / 60) })
  const time = messageTime(iso, new Date(now))
  return isSameDay(iso, now) ? t('words.atTime', { time }) : t('words.onDay', { time })
}

/** A day as a heading: "Today", "Yesterday", "Friday 20 November". `date` as Date reads it. */
export function dayWords(date: string, now = new Date()): string {
  const midnight = (at: Date) => new Date(at).setHours(0, 0, 0, 0)
  const days = Math.round((midnight(new Date(date)) - midnight(now)) / 86_400_000)
  if (days > -2) {
    const words = inLanguage('days', (l) => new Intl.RelativeTimeFormat(l, { numeric: 'auto' }))
    const near = words.format(days, 'day')
    return near.charAt(0).toLocaleUpperCase(locale()) + near.slice(1)
  }
  return dates('weekday', { weekday: 'long', day: 'numeric', month: 'long' }).format(
    Date.parse(date),
  )
}

export const fullTime = (iso: string) => full().format(Date.parse(iso))

/** Clock time today, else day and clock time. */
export const messageTime = (iso: string, now = new Date()): string =>
  (isSameDay(iso, now) ? clock() : dayAndClock()).format(Date.parse(iso))

const isSameDay = (iso: string, now: Date | number) =>
  new Date(iso).toDateString() === new Date(now).toDateString()

/** Length of the undo window of a review in ms, free of any clock difference with the server. */
export function windowMs(createdAt: string, until: string | null): number {
  return until ? Math.max(0, Date.parse(until) - Date.parse(createdAt)) : 0
}
