import { Link } from '@tanstack/react-router'
import type { Acceptance, Desk } from '../api/types'
import { FigureTable } from '../figures/FigureTable'
import { t } from '../i18n'
import { percent } from '../lib/intl'
import { categoriesTable, intervalOf, pausesTable, promptsTable } from './deskTables'
import classes from '../figures/Figures.module.css'

/** How people judged the drafts, and the categories that are withheld. */
export function Quality({ desk }: { desk: Desk }) {
  const { categories, total } = desk.quality
  return (
    <div className={classes.charts}>
      <section className={classes.figure} aria-labelledby="by-category">
        <h2 id="by-category">{t('dashboard.byCategory')}</h2>
        <p className={classes.unit}>{t('dashboard.acceptanceUnit')}</p>
        {total.decided === 0 ? (
          <p className={classes.tooFew}>{t('dashboard.nothingDecided')}</p>
        ) : (
          <>
            <Total total={total} />
            <FigureTable
              table={categoriesTable(desk)}
              link={(row, name) =>
                categories[row]?.category ? (
                  <Link to="/tickets" search={{ category: categories[row].category }}>
                    {name}
                  </Link>
                ) : (
                  name
                )
              }
            />
          </>
        )}
      </section>
      <section className={classes.figure} aria-labelledby="by-prompt">
        <h2 id="by-prompt">{t('dashboard.byPrompt')}</h2>
        <p className={classes.unit}>{t('dashboard.acceptanceUnit')}</p>
        {total.decided === 0 ? (
          <p className={classes.tooFew}>{t('dashboard.nothingDecided')}</p>
        ) : (
          <FigureTable
            table={promptsTable(desk)}
            link={(_, name) => <a href="/admin/ai_review/promptversion/">{name}</a>}
          />
        )}
        <h2 className={classes.second}>{t('dashboard.pauses')}</h2>
        {desk.paused_categories.length ? (
          <FigureTable
            table={pausesTable(desk)}
            link={(_, name) => <a href="/admin/ai_review/categorypause/">{name}</a>}
          />
        ) : (
          <p className={classes.unit}>{t('dashboard.nothingPaused')}</p>
        )}
      </section>
    </div>
  )
}

const Total = ({ total }: { total: Acceptance }) => (
  <p className={classes.total}>
    {t('dashboard.totalAcceptance', {
      share: percent(total.acceptance_rate ?? 0),
      count: total.decided,
      interval: intervalOf(total),
    })}
  </p>
)
