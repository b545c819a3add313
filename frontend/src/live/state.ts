import { useSyncExternalStore } from 'react'

// Whether the server tells us what happens. While it does, lists need hardly ask by themselves.

type LiveState = 'off' | 'connecting' | 'live' | 'down'

/** While the stream is live: what it does not tell, such as the end of a claim in time. */
const SLOW_POLL_MS = 60_000

let state: LiveState = 'off'
const listeners = new Set<() => void>()

export function setLiveState(next: LiveState) {
  if (next === state) return
  state = next
  listeners.forEach((tell) => tell())
}

export const liveState = () => state

export const useLiveState = () =>
  useSyncExternalStore((tell) => {
    listeners.add(tell)
    return () => listeners.delete(tell)
  }, liveState)

/** For `refetchInterval`: so often while nobody tells us, seldom while the stream does. */
export const pollEvery = (ms: number) => () => (state === 'live' ? Math.max(ms, SLOW_POLL_MS) : ms)
