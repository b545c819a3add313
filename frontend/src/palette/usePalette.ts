import { useMantineColorScheme } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useReducer, useState } from 'react'
import { api } from '../api/endpoints'
import { savedViewsOptions } from '../api/queries'
import type { TicketListItem } from '../api/types'
import type { Overlay } from '../app/shellContext'
import { t } from '../i18n'
import { loadEveryLanguage } from '../i18n/everywhere'
import { useSession } from '../session/useSession'
import { commandsOf, type Command } from './commands'
import { score } from './match'
import { recentCommands } from './recent'

/** As one types: a word is one question to the server, not one for each letter. */
const DEBOUNCE_MS = 150

/** The entries that fit the query: commands, those used last first, then tickets. */
export function usePalette(query: string, open: (overlay: Overlay) => void) {
  const navigate = useNavigate()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const [recent] = useState(recentCommands)
  const [, draw] = useReducer((turn: number) => turn + 1, 0)
  useEffect(() => {
    void loadEveryLanguage().then((news) => news && draw())
  }, [])

  const { data: views } = useQuery({ ...savedViewsOptions, enabled: useSession().mayDecide })
  const saved = (views?.results ?? []).map<Command>(({ slug, name, query: filters }) => ({
    id: `view-${slug}`,
    label: name,
    names: [name],
    detail: t('palette.go'),
    run: () => void navigate({ to: '/queue', search: { ...filters, saved: slug } }),
  }))
  const commands = ranked(
    [...commandsOf({ navigate, open, theme: colorScheme, setTheme: setColorScheme }), ...saved],
    query,
    recent,
  )
  const wanted = query.trim()
  const [search] = useDebouncedValue(wanted, DEBOUNCE_MS)
  const { data, isFetching } = useQuery({
    queryKey: ['palette', search],
    queryFn: () => api.tickets({ search, page_size: 6 }),
    enabled: search.length > 1,
    staleTime: 10_000,
  })
  // Enter must not open what was found for other letters.
  const found = search.length > 1 && search === wanted ? (data?.results ?? []) : []
  const tickets = found.map<Command>((ticket) => ({
    id: `ticket-${ticket.id}`,
    label: ticket.subject,
    names: [],
    detail: `${ticket.reference} · ${ticket.customer.name}`,
    run: () => void navigate({ to: '/tickets/$id', params: { id: String(ticket.id) } }),
  }))
  // Who types a ticket's number wants that ticket.
  const entries = found.some((ticket) => isNamed(ticket, search))
    ? [...tickets, ...commands]
    : [...commands, ...tickets]
  return { entries, searching: isFetching || search !== wanted }
}

const isNamed = ({ reference }: TicketListItem, search: string) => {
  const wanted = search.toUpperCase()
  return reference === wanted || reference === `T-${wanted}`
}

function ranked(commands: Command[], query: string, recent: string[]): Command[] {
  const age = ({ id }: Command) => (recent.includes(id) ? recent.indexOf(id) : recent.length)
  const marked = commands.map((one) =>
    !query.trim() && recent.includes(one.id) ? { ...one, detail: t('palette.recent') } : one,
  )
  if (!query.trim()) return marked.sort((a, b) => age(a) - age(b))
  const fit = new Map(marked.map((one) => [one, score(query, one.names)]))
  return marked
    .filter((one) => fit.get(one))
    .sort((a, b) => (fit.get(b) ?? 0) - (fit.get(a) ?? 0) || age(a) - age(b))
}
