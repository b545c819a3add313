import { Button } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { call } from '../api/client'
import type { OwnVigilance, Rated } from '../api/types'
import { Tile } from '../figures/Tile'
import { t } from '../i18n'
import { number, percent } from '../lib/intl'
import classes from '../figures/Figures.module.css'

// From so many on, the share speaks for itself.
const ENOUGH = 30

/** How attentively I review, told to me: counts before shares, and how little a few of them say. */
export default function OwnAttention({ start, end }: { start: string; end: string }) {
  const { data, error, refetch } = useQuery({
    queryKey: ['vigilance', 'mine', start, end],
    queryFn: () => call<OwnVigilance>('vigilance/mine', { query: { start, end } }),
    staleTime: 30_000,
    // The period ends now, so its end moves with each refresh of the page.
    placeholderData: keepPreviousData,
  })
  if (!data && !error) return null
  return (
    <section aria-labelledby="own-attention">
      <h2 id="own-attention" className={classes.heading}>
        {t('vigilance.own')}
      </h2>
      {data ? (
        <Figures own={data} />
      ) : (
        <p role="alert" className={classes.note}>
          {t('vigilance.ownFailed')}{' '}
          <Button size="compact-xs" variant="default" onClick={() => void refetch()}>
            {t('common.tryAgain')}
          </Button>
        </p>
      )}
    </section>
  )
}

function Figures({ own }: { own: OwnVigilance }) {
  const { caught, agreed, fast, fast_together: together } = own
  return (
    <>
      <p className={classes.note}>
        {t('vigilance.ownAbout')} {t('vigilance.explainFast')}
      </p>
      <dl className={classes.tiles} data-under>
        <Timed label={t('vigilance.fast')} rated={fast} />
        {together.of > 0 && <Timed label={t('vigilance.together')} rated={together} />}
        <Tile
          label={t('vigilance.ownCaught')}
          value={caught.of ? t('vigilance.counts', { hits: caught.hits, of: caught.of }) : '–'}
          detail={
            caught.of
              ? t('vigilance.ownMissed', { count: caught.of - caught.hits })
              : t('vigilance.ownNoErrors')
          }
        >
          {rangeOf(caught)}
        </Tile>
        {agreed?.share != null && (
          <Tile
            label={t('vigilance.agreed')}
            value={percent(agreed.share)}
            detail={t('vigilance.ownSecond', { count: number(agreed.of) })}
          />
        )}
      </dl>
    </>
  )
}

function Timed({ label, rated }: { label: string; rated: Rated }) {
  return (
    <Tile
      label={label}
      value={rated.share === null ? '–' : percent(rated.share)}
      detail={rated.of ? t('vigilance.ownTimed', { count: rated.of }) : t('vigilance.ownUntimed')}
    >
      {rangeOf(rated)}
    </Tile>
  )
}

function rangeOf({ of, low, high }: Rated) {
  if (of >= ENOUGH || low === null || high === null) return null
  return t('vigilance.ownRange', { low: percent(low), high: percent(high) })
}
