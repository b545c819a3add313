import { useSyncExternalStore } from 'react'

const SINGLE_KEYS = 'handrail.singleKeys'
const listeners = new Set<() => void>()

/** Whether single-letter shortcuts act (WCAG 2.1.4 asks for a way to turn them off). */
export function singleKeysOn(): boolean {
  try {
    return localStorage.getItem(SINGLE_KEYS) !== 'off'
  } catch {
    return true
  }
}

export function setSingleKeys(on: boolean) {
  try {
    localStorage.setItem(SINGLE_KEYS, on ? 'on' : 'off')
  } catch {
    // Without storage the default stays.
  }
  listeners.forEach((tell) => tell())
}

export function useSingleKeys(): boolean {
  return useSyncExternalStore((tell) => {
    listeners.add(tell)
    return () => listeners.delete(tell)
  }, singleKeysOn)
}

const RELATED = 'handrail.related'

/** Whether related tickets are shown below each conversation. */
export function relatedStaysOpen(): boolean {
  try {
    return localStorage.getItem(RELATED) === 'open'
  } catch {
    return false
  }
}

export function setRelatedStaysOpen(open: boolean) {
  try {
    localStorage.setItem(RELATED, open ? 'open' : 'shut')
  } catch {
    // Without storage it is shut for the next ticket.
  }
}
