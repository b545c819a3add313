import type { UseNavigateResult } from '@tanstack/react-router'
import { t } from '../i18n'
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
      label:
        entry.view === 'all'
          ? t('palette.queueAll')
          : t('palette.queueView', { view: entry.label }),
      keys: entry.keys,
      run: () =>
        void navigate({
          to: '/queue',
          search: entry.view === 'all' ? {} : { view: entry.view },
        }),
    })),
    {
      id: 'decided',
      label: t('shell.decided'),
      keys: 'g d',
      run: () => void navigate({ to: '/decided' }),
    },
    {
      id: 'tickets',
      label: t('palette.allTickets'),
      keys: 'g t',
      run: () => void navigate({ to: '/tickets', search: {} }),
    },
    {
      id: 'failed',
      label: t('palette.failedTickets'),
      run: () => void navigate({ to: '/tickets', search: { review_status: 'failed' } }),
    },
    {
      id: 'open',
      label: t('palette.openTickets'),
      run: () => void navigate({ to: '/tickets', search: { status: 'open' } }),
    },
  ]
  const wanted = query.trim().toLowerCase()
  return wanted ? all.filter((entry) => entry.label.toLowerCase().includes(wanted)) : all
}
