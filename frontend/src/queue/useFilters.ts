import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import { filtersIn, keyOf, type QueueFilters } from './filters'

/** The filters in the address, and how to put others there. The open item stays. */
export function useFilters() {
  const search = useSearch({ from: '/queue' })
  const navigate = useNavigate({ from: '/queue' })
  const key = keyOf(filtersIn({ ...search }))
  // eslint-disable-next-line react-hooks/exhaustive-deps -- the key says all of the filters
  const filters = useMemo(() => filtersIn({ ...search }), [key])
  const setFilters = useCallback(
    (next: QueueFilters) =>
      void navigate({
        search: (old) => ({ ...next, item: old.item, saved: old.saved }),
        replace: true,
      }),
    [navigate],
  )
  return { filters, key, saved: search.saved, setFilters }
}
