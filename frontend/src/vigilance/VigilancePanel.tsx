import { Button } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { api } from '../api/endpoints'
import type { Rated, Vigilance } from '../api/types'
import { t } from '../i18n'
import { number, percent } from '../lib/intl'
import figures from '../figures/Figures.module.css'
import classes from './VigilancePanel.module.css'

type Row = Vigilance['total']

/** How attentively people review, for supervisors; each share with its uncertainty. */
export default function VigilancePanel({ start, end }: { start: string; end: string }) {
  const { data, error, refetch } = useQuery({
    queryKey: ['vigilance', start, end],
    queryFn: () => api.vigilance(start, end),
    staleTime: 30_000,
    // The period ends now, so its end moves with each refresh of the page.
    placeholderData: keepPreviousData,
  })
  return (
    <section className={`${figures.figure} ${classes.panel}`} aria-labelledby="vigilance">
      <h2 id="vigilance">{t('vigilance.title')}</h2>
      {error ? (
        <p role="alert">
          {t('vigilance.failed')}{' '}
          <Button size="compact-sm" variant="default" onClick={() => void refetch()}>
            {t('common.tryAgain')}
          </Button>
        </p>
      ) : data ? (
        <Figures data={data} />
      ) : null}
    </section>
  )
}

function Figures({ data }: { data: Vigilance }) {
  const { seeded_percent: seeded, blind_percent: blind } = data
  return (
    <>
      <p className={classes.about}>{t('vigilance.about')}</p>
      <p className={classes.about}>
        {seeded || blind
          ? t('vigilance.rates', { seeded: percent(seeded / 100), blind: percent(blind / 100) })
          : t('vigilance.off')}{' '}
        <a href="/admin/ai_review/reviewpolicy/">{t('vigilance.policy')}</a>{' '}
        <a href="/admin/ai_review/check/">{t('vigilance.list')}</a>
      </p>
      {data.reviewers.length === 0 ? (
        <p>{t('vigilance.nobody')}</p>
      ) : (
        // A wide table scrolls by itself, also from the keyboard.
        <div className={classes.scroll} tabIndex={0} role="region" aria-labelledby="vigilance">
          <table className={classes.table}>
            <thead>
              <tr>
                <th scope="col">{t('vigilance.reviewer')}</th>
                <th scope="col">{t('vigilance.decisions')}</th>
                <th scope="col">{t('vigilance.fast')}</th>
                <th scope="col">{t('vigilance.together')}</th>
                <th scope="col">{t('vigilance.caughtShare')}</th>
                <th scope="col">{t('vigilance.agreed')}</th>
                <th scope="col">{t('vigilance.kappa')}</th>
              </tr>
            </thead>
            <tbody>
              {data.reviewers.map((row) => (
                <Line key={row.reviewer.id} name={row.reviewer.name} row={row} data={data} />
              ))}
            </tbody>
            <tfoot>
              <Line name={t('vigilance.everybody')} row={data.total} data={data} />
            </tfoot>
          </table>
        </div>
      )}
      <p className={classes.about}>
        {t('vigilance.explainFast')} {t('vigilance.explainKappa')}
      </p>
    </>
  )
}

function Line({ name, row, data }: { name: string; row: Row; data: Vigilance }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{row.decisions}</td>
      <Cell rated={row.fast} />
      <Cell rated={row.fast_together} />
      <Cell rated={row.caught} />
      <Cell rated={row.agreed} />
      <td>
        {row.kappa !== null ? (
          number(row.kappa, 2)
        ) : (
          <span className={classes.range}>
            {row.no_kappa === 'one_verdict'
              ? t('vigilance.oneVerdict')
              : t('vigilance.tooFew', { count: data.kappa_from })}
          </span>
        )}
      </td>
    </tr>
  )
}

function Cell({ rated }: { rated: Rated }) {
  const { hits, of, low, high } = rated
  if (rated.share === null || low === null || high === null) {
    return (
      <td>
        <span className={classes.range}>{t('vigilance.nothing')}</span>
      </td>
    )
  }
  return (
    <td>
      {percent(rated.share)}{' '}
      <span className={classes.range}>{t('vigilance.counts', { hits, of })}</span>
      <span className={classes.range} data-line>
        {t('vigilance.range', { low: percent(low), high: percent(high) })}
      </span>
    </td>
  )
}
