import { Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { ticketListOptions } from '../api/queries'
import type { TicketSearch } from '../app/router'
import { t } from '../i18n'
import { useKeys } from '../keys/useKeys'
import { PRIORITY_WORDS, REVIEW_WORDS, STATUS_WORDS } from '../lib/words'
import { SearchBox } from '../ui/SearchBox'
import { StateScreen } from '../ui/StateScreen'
import { TicketRow, TicketRowSkeletons } from './TicketRow'
import classes from './TicketsPage.module.css'

const FILTERS = [
  { name: 'status', words: STATUS_WORDS },
  { name: 'priority', words: PRIORITY_WORDS },
  { name: 'review_status', words: REVIEW_WORDS },
] as const

export function TicketsPage() {
  const search = useSearch({ from: '/tickets' })
  const navigate = useNavigate({ from: '/tickets' })
  const query = useInfiniteQuery(ticketListOptions(search))
  const tickets = query.data?.pages.flatMap((page) => page.results) ?? []
  const filtered = Object.values(search).some(Boolean)
  useEffect(() => {
    document.title = `${t('tickets.title')} · Handrail`
  }, [])
  const set = (part: TicketSearch) =>
    void navigate({ search: (old) => ({ ...old, ...part }), replace: true })
  const list = useRef<HTMLDivElement>(null)
  const step = (by: number) => {
    const links = [...(list.current?.querySelectorAll<HTMLElement>('a[data-row]') ?? [])]
    const at = links.indexOf(document.activeElement as HTMLElement)
    links[Math.min(links.length - 1, Math.max(0, at + by))]?.focus()
  }
  useKeys({ j: () => step(1), k: () => step(-1) })

  return (
    <div className={classes.page} ref={list}>
      <header className={classes.head}>
        <h1 tabIndex={-1} className={classes.title}>
          {t('tickets.title')}
        </h1>
        <SearchBox
          value={search.search ?? ''}
          onSearch={(text) => set({ search: text || undefined })}
          label={t('tickets.search')}
          placeholder={t('tickets.searchHint')}
          className={classes.search}
        />
        {FILTERS.map((filter) => (
          <select
            key={filter.name}
            className={`${classes.select} hr-small`}
            aria-label={t(`tickets.filter.${filter.name}`)}
            data-set={Boolean(search[filter.name]) || undefined}
            value={search[filter.name] ?? ''}
            onChange={(event) => set({ [filter.name]: event.currentTarget.value || undefined })}
          >
            <option value="">{t(`tickets.any.${filter.name}`)}</option>
            {Object.entries(filter.words).map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        ))}
        {filtered && (
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            onClick={() => void navigate({ to: '/tickets', search: {} })}
          >
            {t('tickets.clear')}
          </Button>
        )}
      </header>
      {query.error && !query.data ? (
        <StateScreen tone="bad" title={t('tickets.failed')} detail={query.error.message}>
          <Button onClick={() => void query.refetch()}>{t('common.tryAgain')}</Button>
        </StateScreen>
      ) : query.isPending ? (
        <TicketRowSkeletons />
      ) : tickets.length === 0 ? (
        <StateScreen
          title={t(filtered ? 'tickets.noMatch' : 'tickets.noneYet')}
          detail={t(filtered ? 'tickets.loosen' : 'tickets.arrive')}
        />
      ) : (
        <ul className={classes.list}>
          {tickets.map((ticket) => (
            <TicketRow key={ticket.id} ticket={ticket} />
          ))}
        </ul>
      )}
      {query.hasNextPage && (
        <div className={classes.more}>
          <Button
            variant="default"
            loading={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            {t('tickets.more')}
          </Button>
        </div>
      )}
    </div>
  )
}
