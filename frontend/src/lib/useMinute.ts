import { useSyncExternalStore } from 'react'

// One timer for all the clocks on the page: a list has many.

let now = Date.now()
let timer: ReturnType<typeof setInterval> | undefined
const listeners = new Set<() => void>()

function subscribe(tell: () => void) {
  if (!listeners.size) {
    timer = setInterval(() => {
      now = Date.now()
      listeners.forEach((each) => each())
    }, 15_000)
    now = Date.now()
  }
  listeners.add(tell)
  return () => {
    listeners.delete(tell)
    if (!listeners.size) clearInterval(timer)
  }
}

/** The time in ms, to within 15 seconds: for words that count in minutes. */
export const useMinute = () => useSyncExternalStore(subscribe, () => now)
