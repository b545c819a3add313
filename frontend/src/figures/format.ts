import { locale, t } from '../i18n'
import { inLanguage, number, percent } from '../lib/intl'
import { shown, type Shown } from './tables'

/** A share of fewer decisions than this says nothing about the next one. */
export const ENOUGH = 10

interface Slots {
  unit: 'hour' | 'day'
  tz: string
}

/** The beginning of a slot as an axis or a table row names it: "14:00" or "24 Nov". */
export const slotName = (iso: string, { unit, tz }: Slots) =>
  inLanguage(
    `slot ${unit} ${tz}`,
    (l) =>
      new Intl.DateTimeFormat(
        l,
        unit === 'hour'
          ? { hour: '2-digit', minute: '2-digit', timeZone: tz }
          : { day: 'numeric', month: 'short', timeZone: tz },
      ),
  ).format(Date.parse(iso))

export const spanName = (from: string, to: string, tz: string) =>
  new Intl.DateTimeFormat(locale(), { dateStyle: 'medium', timeZone: tz }).formatRange(
    Date.parse(from),
    Date.parse(to),
  )

/** 20 400 ms → "20 s", 130 000 ms → "2 min 10 s". */
export function duration(ms: number): string {
  const seconds = Math.round(ms / 1000)
  if (ms < 1000) return t('numbers.milliseconds', { count: Math.round(ms) })
  if (seconds < 60) return t('numbers.seconds', { count: seconds })
  return t('numbers.minutes', { minutes: Math.floor(seconds / 60), seconds: seconds % 60 })
}

const dash = (value: number | null, words: (value: number) => string): Shown =>
  shown(value, value === null ? '–' : words(value))

export const asShare = (value: number | null) => dash(value, percent)
export const asDuration = (ms: number | null) => dash(ms, duration)
export const asNumber = (value: number | null, digits = 0) =>
  dash(value, (one) => number(one, digits))

/** "under 5 s", "5–10 s", "over 320 s": a class of a distribution. */
export function className(from: number, to: number | null, unit: 's' | 'h'): string {
  const id = unit === 's' ? 'numbers.classSeconds' : 'numbers.classHours'
  const which = to === null ? 'over' : from === 0 ? 'under' : 'between'
  return t(id, { which, from, to: to ?? from })
}
