import { useEffect, useState } from 'react'

/** Whole seconds until a moment of `performance.now()`; stops at 0. */
export function useSeconds(ends: number): number {
  const [now, setNow] = useState(() => performance.now())
  useEffect(() => {
    if (ends <= performance.now()) return
    setNow(performance.now())
    const timer = setInterval(() => {
      setNow(performance.now())
      if (performance.now() > ends) clearInterval(timer)
    }, 250)
    return () => clearInterval(timer)
  }, [ends])
  return Math.max(0, Math.ceil((ends - now) / 1000))
}
