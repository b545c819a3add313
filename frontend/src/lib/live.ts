import { useSyncExternalStore } from 'react'

// One polite live region for the whole workspace: results of decisions and what remains.

let message = ''
let turn = 0
const listeners = new Set<() => void>()

export function announce(text: string) {
  // The same words twice must still be read twice: an invisible character changes each time.
  turn += 1
  message = text + (turn % 2 ? '\u200b' : '')
  listeners.forEach((tell) => tell())
}

export function useLiveMessage(): string {
  return useSyncExternalStore(
    (tell) => {
      listeners.add(tell)
      return () => listeners.delete(tell)
    },
    () => message,
  )
}
