import { useEffect, useEffectEvent, type RefObject } from 'react'
import { api } from '../api/endpoints'

const HEARTBEAT_MS = 60_000

/** Gives leases back before they run out. */
export const letGo = (ids: number[]) => {
  if (ids.length) void api.release(ids).catch(() => undefined)
}

/**
 * Keeps the leases of these drafts alive, and gives them back when the page is left. `onLost` hears
 * which are held no more. `held` is empty from then on, for who waits for an answer.
 */
export function useLeases(held: RefObject<number[]>, onLost: (ids: number[]) => void) {
  const lose = useEffectEvent(onLost)
  useEffect(() => {
    let asking = false
    const beat = async () => {
      // An ended session holds the first back until the log-in: a night of them would follow it.
      if (asking || !held.current.length) return
      asking = true
      try {
        const { lost } = await api.heartbeat(held.current)
        if (lost.length) lose(lost)
      } catch {
        // The next one asks again.
      }
      asking = false
    }
    const heard = () => void beat()
    const leave = () => letGo(held.current)
    const timer = setInterval(heard, HEARTBEAT_MS)
    // A machine that slept, or a tab that comes to the front, asks at once.
    document.addEventListener('visibilitychange', heard)
    window.addEventListener('online', heard)
    window.addEventListener('pagehide', leave)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', heard)
      window.removeEventListener('online', heard)
      window.removeEventListener('pagehide', leave)
      leave()
      held.current = []
    }
  }, [held])
}
