import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { myZone, type Days } from '../figures/period'
import { ApiError, call } from './client'
import type { Desk, MyNumbers } from './types'

// The queries of the pages of figures; they come with those pages.

const MINUTE = 60_000

/** Asks with this browser's time zone, or in UTC where the server does not know it. */
async function figures<T>(path: string, days: Days): Promise<T> {
  try {
    return await call<T>(path, { query: { days, tz: myZone() } })
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 400) throw error
    return call<T>(path, { query: { days, tz: 'UTC' } })
  }
}

const shared = { staleTime: 0, placeholderData: keepPreviousData, refetchInterval: MINUTE }

export const myNumbersOptions = (days: Days) =>
  queryOptions({
    queryKey: ['numbers', days],
    queryFn: () => figures<MyNumbers>('metrics/mine', days),
    ...shared,
  })

export const deskOptions = (days: Days) =>
  queryOptions({
    queryKey: ['desk', days],
    queryFn: () => figures<Desk>('metrics/desk', days),
    ...shared,
  })
