import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { myReviewsOptions } from '../api/queries'
import type { MyReview } from '../api/types'
import { t } from '../i18n'
import { TicketRowSkeletons } from '../tickets/TicketRow'
import { StateScreen } from '../ui/StateScreen'

interface Props {
  /** How many of the latest, asked for again every so many ms. */
  limit: number
  every: number
  /** What can be done where there are none yet. */
  whenNone?: ReactNode
  children: (reviews: MyReview[]) => ReactNode
}

/** What I decided, the latest first, or why it is not there. */
export function MyDecisions({ limit, every, whenNone, children }: Props) {
  const { data, error, isPending, refetch } = useQuery({
    ...myReviewsOptions(limit),
    refetchInterval: every,
  })
  if (error && !data)
    return (
      <StateScreen tone="bad" title={t('tickets.mineFailed')} detail={error.message}>
        <Button onClick={() => void refetch()}>{t('common.tryAgain')}</Button>
      </StateScreen>
    )
  if (isPending) return <TicketRowSkeletons />
  if (data.results.length === 0)
    return (
      <StateScreen title={t('tickets.mineNone')} detail={t('tickets.mineHow')}>
        {whenNone}
      </StateScreen>
    )
  return children(data.results)
}
