import { useSearch } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { useSession } from '../session/useSession'
import { unfiltered } from './filters'
import { Queue } from './Queue'

const OpenSaved = lazy(() => import('./OpenSaved'))

export function QueuePage() {
  const search = useSearch({ from: '/queue' })
  const { view = 'all', item, saved } = search
  const { mayDecide } = useSession()
  if (saved && unfiltered(search) && mayDecide) {
    return (
      <Suspense fallback={null}>
        <OpenSaved slug={saved} />
      </Suspense>
    )
  }
  // A view starts afresh, with its own leases; filters within it keep what is open.
  return <Queue key={view} view={view} item={item} />
}
