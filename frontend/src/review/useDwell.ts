import { useEffect, useRef } from 'react'

/**
 * How long this draft has been before somebody's eyes: from its first paint, and only while its
 * tab is visible. `shownAt` is the moment of that paint, never in the past until it happened.
 */
export function useDwell() {
  const shownAt = useRef(Infinity)
  const spent = useRef(0)
  const since = useRef<number | null>(null)
  useEffect(() => {
    const stop = () => {
      if (since.current !== null) spent.current += performance.now() - since.current
      since.current = null
    }
    const start = () => {
      if (document.visibilityState !== 'visible' || shownAt.current === Infinity) return
      since.current ??= performance.now()
    }
    const turn = () => (document.visibilityState === 'visible' ? start() : stop())
    // A hidden tab paints nothing, so it gets its first frame when it is looked at.
    const frame = requestAnimationFrame(() => {
      shownAt.current = performance.now()
      start()
    })
    document.addEventListener('visibilitychange', turn)
    return () => {
      cancelAnimationFrame(frame)
      document.removeEventListener('visibilitychange', turn)
      stop()
    }
  }, [])
  const dwell = () =>
    Math.round(spent.current + (since.current === null ? 0 : performance.now() - since.current))
  return { shownAt, dwell }
}
