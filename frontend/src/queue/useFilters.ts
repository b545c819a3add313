import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import { filtersIn, keyOf, unfiltered, type QueueFilters } from './filters'

/** The filters in the address, and how to put others there. The open item stays, unless the `first`
 * of the new list is asked for. Without any filter a saved view is left: its name alone opens it. */
export function useFilters() {
  const search = useSearch({ from: '/queue' })
  const navigate = useNavigate({ from: '/queue' })
  const key = keyOf(filtersIn({ ...search }))
  // eslint-disable-next-line react-hooks/exhaustive-deps -- the key says all of the filters
  const filters = useMemo(() => filtersIn({ ...search }), [key])
  const setFilters = useCallback(
    (next: QueueFilters, first = false) =>
      void navigate({
        search: (old) => ({
          ...next,
          item: first ? undefined : old.item,
          saved: unfiltered(next) ? undefined : old.saved,
        }),
        replace: true,
      }),
    [navigate],
  )
  return { filters, saved: search.saved, setFilters }
}
