import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import { savedViewsOptions } from '../api/queries'
import { t } from '../i18n'
import { StateScreen } from '../ui/StateScreen'
import { filtersIn, unfiltered } from './filters'

/** An address with nothing but the name of a saved view: what it filters by is put beside it. */
export default function OpenSaved({ slug }: { slug: string }) {
  const navigate = useNavigate({ from: '/queue' })
  const { data, error, isFetching, refetch } = useQuery(savedViewsOptions)
  const view = data?.results.find((one) => one.slug === slug)
  useEffect(() => {
    if (!view) return
    const filters = filtersIn({ ...view.query })
    // One that filters nothing is the whole queue.
    const saved = unfiltered(filters) ? undefined : slug
    void navigate({ search: (old) => ({ ...filters, saved, item: old.item }), replace: true })
  }, [view, slug, navigate])

  if (view || isFetching) return null
  return error ? (
    <StateScreen tone="bad" title={t('queue.failed')} detail={error.message}>
      <Button onClick={() => void refetch()}>{t('common.tryAgain')}</Button>
    </StateScreen>
  ) : (
    <>
      <h1 className="hr-hidden">{t('acts.viewGone')}</h1>
      <StateScreen title={t('acts.viewGone')} detail={t('acts.viewGoneDetail')}>
        <Button onClick={() => void navigate({ search: {}, replace: true })}>
          {t('acts.wholeQueue')}
        </Button>
      </StateScreen>
    </>
  )
}
