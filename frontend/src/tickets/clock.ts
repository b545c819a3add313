type ClockState = 'good' | 'soon' | 'late'

const MINUTE = 60_000
/** The last quarter of the time is the time to hurry. */
const HURRY = 0.25

/**
 * How a service level stands: `late` once it is over, `soon` in its last quarter.
 *
 * `amount` of `unit` (m, h or d) until then, or since then.
 */
export function clockOf(waitingSince: string, dueAt: string, now: number) {
  const due = Date.parse(dueAt)
  const left = due - now
  const whole = Math.max(MINUTE, due - Date.parse(waitingSince))
  const state: ClockState = left < 0 ? 'late' : left <= whole * HURRY ? 'soon' : 'good'
  const minutes = Math.floor(Math.abs(left) / MINUTE)
  if (minutes < 60) return { state, amount: minutes, unit: 'm' }
  const hours = Math.floor(minutes / 60)
  return hours < 48
    ? { state, amount: hours, unit: 'h' }
    : { state, amount: Math.floor(hours / 24), unit: 'd' }
}
