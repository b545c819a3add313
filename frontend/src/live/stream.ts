import type { QueryClient } from '@tanstack/react-query'
import { makeRefresher, type LiveEvent } from './refresh'
import { setLiveState } from './state'

// One event stream for the tab (a browser has six connections for all tabs of a site), and none
// while nobody looks at it.

const PATH = '/api/v1/events'
/** Somebody who only glances at another tab keeps the stream. */
const HIDDEN_MS = 5000
const RETRY_MS = 5000
const LONGEST_RETRY_MS = 60_000

/** Listens until the returned function is called. Without EventSource everything is polled. */
export function listen(client: QueryClient): () => void {
  if (typeof EventSource === 'undefined') return () => undefined
  const refresher = makeRefresher(client)
  let source: EventSource | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let failures = 0

  const close = () => {
    clearTimeout(timer)
    source?.close()
    source = null
  }

  const open = () => {
    close()
    setLiveState('connecting')
    const opened = (source = new EventSource(PATH))
    let first = true
    opened.onopen = () => {
      setLiveState('live')
      failures = 0
      // The browser that reconnects by itself says what it saw last and is told the rest.
      if (first) refresher.all()
      first = false
    }
    opened.onmessage = ({ data }) => refresher.event(JSON.parse(data as string) as LiveEvent)
    opened.onerror = () => {
      setLiveState('down')
      if (opened.readyState !== EventSource.CLOSED) return
      // Refused, so the browser gives up: not so we.
      const wait = Math.min(RETRY_MS * 2 ** failures, LONGEST_RETRY_MS)
      failures += 1
      timer = setTimeout(open, wait)
    }
  }

  const look = () => {
    clearTimeout(timer)
    if (document.hidden) {
      timer = setTimeout(() => {
        close()
        setLiveState('off')
      }, HIDDEN_MS)
    } else if (!source || source.readyState === EventSource.CLOSED) {
      open()
    }
  }

  document.addEventListener('visibilitychange', look)
  window.addEventListener('online', look)
  if (!document.hidden) open()
  return () => {
    document.removeEventListener('visibilitychange', look)
    window.removeEventListener('online', look)
    close()
    refresher.stop()
    setLiveState('off')
  }
}
