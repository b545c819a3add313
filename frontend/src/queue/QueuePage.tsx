import { useSearch } from '@tanstack/react-router'
import { Queue } from './Queue'

export function QueuePage() {
  const { view = 'all', item } = useSearch({ from: '/queue' })
  // A view has its own leases and its own snapshot of the list: changing it starts afresh.
  return <Queue key={view} view={view} item={item} />
}
