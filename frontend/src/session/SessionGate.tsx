import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, type ReactNode } from 'react'
import { sessionOptions } from '../api/queries'
import { StartupError, StartupSkeleton } from '../app/Startup'
import { SessionKeeper } from './SessionKeeper'

const LoginPage = lazy(() => import('./LoginPage'))

/** Shows the log-in page, the workspace, or the workspace under a log-in dialog. */
export function SessionGate({ children }: { children: ReactNode }) {
  const { data, error, refetch, isFetching } = useQuery(sessionOptions)
  if (data?.authenticated) return <SessionKeeper session={data}>{children}</SessionKeeper>
  if (data) {
    return (
      <Suspense fallback={<StartupSkeleton />}>
        <LoginPage onDone={() => undefined} />
      </Suspense>
    )
  }
  if (error) return <StartupError error={error} onRetry={() => void refetch()} busy={isFetching} />
  return <StartupSkeleton />
}
