import type { UseNavigateResult } from '@tanstack/react-router'
import { VIEWS } from '../lib/words'

export interface Command {
  id: string
  label: string
  detail?: string
  keys?: string
  run: () => void
}

export function commandsOf(navigate: UseNavigateResult<string>, query: string): Command[] {
  const all: Command[] = [
    ...VIEWS.map((entry) => ({
      id: entry.view,
      label: entry.view === 'all' ? 'Review queue' : `Queue: ${entry.label.toLowerCase()}`,
      keys: entry.keys,
      run: () =>
        void navigate({
          to: '/queue',
          search: entry.view === 'all' ? {} : { view: entry.view },
        }),
    })),
    {
      id: 'decided',
      label: 'My decisions',
      keys: 'g d',
      run: () => void navigate({ to: '/decided' }),
    },
    {
      id: 'tickets',
      label: 'All tickets',
      keys: 'g t',
      run: () => void navigate({ to: '/tickets', search: {} }),
    },
    {
      id: 'failed',
      label: 'Tickets whose draft failed',
      run: () => void navigate({ to: '/tickets', search: { review_status: 'failed' } }),
    },
    {
      id: 'open',
      label: 'Open tickets',
      run: () => void navigate({ to: '/tickets', search: { status: 'open' } }),
    },
  ]
  const wanted = query.trim().toLowerCase()
  return wanted ? all.filter((entry) => entry.label.toLowerCase().includes(wanted)) : all
}
