import { useSearch } from '@tanstack/react-router'
import { Queue } from './Queue'

export function QueuePage() {
  const { view = 'all', item } = useSearch({ from: '/queue' })
  // A view starts afresh, with its own leases; filters within it keep what is open.
  return <Queue key={view} view={view} item={item} />
}
