import { useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useEffect, useRef, useState, type ReactNode } from 'react'
import { onSessionEnded } from '../api/client'
import type { Session } from '../api/types'

const LoginDialog = lazy(() => import('./LoginDialog'))

/**
 * When a call finds the session ended, asks for the log-in over the page and then lets every
 * call that waited go on.
 */
export function SessionKeeper({ session, children }: { session: Session; children: ReactNode }) {
  const client = useQueryClient()
  const [open, setOpen] = useState(false)
  const waiting = useRef<((again: boolean) => void)[]>([])
  // Log-in replaces the cached session; who worked here before it decides what may be repeated.
  const [worker] = useState(session.user)

  useEffect(() => {
    onSessionEnded(
      () =>
        new Promise((resolve) => {
          waiting.current.push(resolve)
          setOpen(true)
        }),
    )
    return () => onSessionEnded(null)
  }, [])

  // Calls that waited were made by one person; they are never repeated in another's name.
  const done = (next: Session) => {
    const same = next.user?.id === worker?.id
    setOpen(false)
    waiting.current.splice(0).forEach((resolve) => resolve(same))
    if (same) void client.invalidateQueries()
    else location.reload()
  }

  return (
    <>
      {children}
      {open && (
        <Suspense fallback={null}>
          <LoginDialog username={worker?.username ?? ''} onDone={done} />
        </Suspense>
      )}
    </>
  )
}
