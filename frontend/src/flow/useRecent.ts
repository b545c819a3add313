import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { myReviewsOptions } from '../api/queries'
import type { DecisionStore } from '../review/decisions'

/** How many decisions are looked back on: for undo after a reload, and in the panel. */
export const LAST = 10

/** Keeps a tab up to date with what its person decided elsewhere, or before a reload. */
export function useRecent(store: DecisionStore, enabled: boolean) {
  const { data } = useQuery({
    ...myReviewsOptions(LAST),
    enabled,
    refetchOnWindowFocus: 'always',
  })
  useEffect(() => {
    if (data) store.sync(data.results)
  }, [data, store])
}
