import { lazy, Suspense, useRef, useState } from 'react'
import { t } from '../i18n'
import { Keys } from '../keys/Keys'
import { useKeys } from '../keys/useKeys'
import { CloseIcon } from '../ui/icons'
import { SearchBox } from '../ui/SearchBox'
import { chipsOf, viewOnly, without } from './filters'
import { chipWords } from './filterWords'
import type { useFilters } from './useFilters'
import classes from './FilterBar.module.css'

const FilterPanel = lazy(() => import('./FilterPanel'))
const SaveView = lazy(() => import('./SaveView'))

interface Props {
  chosen: ReturnType<typeof useFilters>
  searching: boolean
  onFirst: () => void
}

/** Search and filters of the list; all of it stands in the address. */
export function FilterBar({ chosen, searching, onFirst }: Props) {
  const { filters, saved, setFilters } = chosen
  const [panel, setPanel] = useState<'filters' | 'save' | null>(null)
  const button = useRef<HTMLButtonElement>(null)
  const save = useRef<HTMLButtonElement>(null)
  useKeys({ v: () => setPanel((old) => (old === 'filters' ? null : 'filters')) })
  const close = () => {
    setPanel(null)
    ;(panel === 'save' ? save : button).current?.focus()
  }
  const chips = chipsOf(filters)
  const narrowed = chips.length > 0 || Boolean(filters.search) || Boolean(saved)
  return (
    <div className={classes.bar} role="search" aria-label={t('queue.searchList')}>
      <div className={classes.line}>
        <SearchBox
          value={filters.search ?? ''}
          onSearch={(text, entered) =>
            setFilters({ ...filters, search: text || undefined }, entered)
          }
          onEnter={onFirst}
          label={t('queue.search')}
          placeholder={t('queue.search')}
          busy={searching}
        />
        <button
          ref={button}
          type="button"
          className={`${classes.open} hr-small`}
          aria-expanded={panel === 'filters'}
          aria-keyshortcuts="v"
          onClick={() => setPanel(panel === 'filters' ? null : 'filters')}
        >
          {t('queue.filter')} <Keys of="v" />
        </button>
      </div>
      {narrowed && (
        <ul className={classes.chips} aria-label={t('queue.filtersOn')}>
          {chips.map((chip) => (
            <li key={`${chip.name} ${chip.value}`}>
              <button
                type="button"
                className={`${classes.chip} hr-small`}
                aria-label={t('queue.remove', { filter: chipWords(chip) })}
                onClick={() => setFilters(without(filters, chip))}
              >
                {chipWords(chip)} <CloseIcon size={11} />
              </button>
            </li>
          ))}
          <li>
            <button
              type="button"
              className={`${classes.plain} hr-small`}
              onClick={() => setFilters(viewOnly(filters))}
            >
              {t('queue.clear')}
            </button>
          </li>
          <li>
            <button
              ref={save}
              type="button"
              className={`${classes.plain} hr-small`}
              aria-expanded={panel === 'save'}
              onClick={() => setPanel(panel === 'save' ? null : 'save')}
            >
              {t(saved ? 'queue.savedView' : 'queue.saveView')}
            </button>
          </li>
        </ul>
      )}
      <Suspense fallback={null}>
        {panel === 'filters' && (
          <FilterPanel filters={filters} setFilters={setFilters} onClose={close} />
        )}
        {panel === 'save' && <SaveView filters={filters} saved={saved} onClose={close} />}
      </Suspense>
    </div>
  )
}
