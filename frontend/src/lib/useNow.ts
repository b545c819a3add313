import { useEffect, useState } from 'react'

/** The time in ms, renewed every second while mounted, for words like "in 12 s". */
export function useNow(): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [])
  return now
}
