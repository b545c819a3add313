import { Button } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import { t } from '../i18n'
import classes from './Figures.module.css'

/** Says that the last refresh failed: the figures below are old, or there are none. */
export function Stale({ query }: { query: UseQueryResult }) {
  if (!query.error) return null
  return (
    <p role="alert" className={classes.stale}>
      {t(query.data ? 'dashboard.stale' : 'dashboard.failed')} {query.error.message}{' '}
      <Button size="compact-xs" variant="default" onClick={() => void query.refetch()}>
        {t('common.tryAgain')}
      </Button>
    </p>
  )
}
