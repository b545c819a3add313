import { lazy, Suspense, useCallback, useEffect, useRef, useState } from 'react'
import { t } from '../i18n'
import { Keys } from '../keys/Keys'
import { useKeys } from '../keys/useKeys'
import { CloseIcon, SearchIcon } from '../ui/icons'
import { chipsOf, viewOnly, without, type QueueFilters } from './filters'
import { chipWords } from './filterWords'
import type { useFilters } from './useFilters'
import classes from './FilterBar.module.css'

const FilterPanel = lazy(() => import('./FilterPanel'))
const SaveView = lazy(() => import('./SaveView'))

/** As one types: long enough that a word is one question, short enough that nobody waits. */
const DEBOUNCE_MS = 180

interface Props {
  chosen: ReturnType<typeof useFilters>
  searching: boolean
  onFirst: () => void
}

/** Search and filters of the list; all of it stands in the address. */
export function FilterBar({ chosen, searching, onFirst }: Props) {
  const { filters, saved, setFilters } = chosen
  const [panel, setPanel] = useState<'filters' | 'save' | null>(null)
  const box = useRef<HTMLInputElement>(null)
  const { typed, type, flush } = useTyped(filters, setFilters)
  const button = useRef<HTMLButtonElement>(null)
  const save = useRef<HTMLButtonElement>(null)
  useKeys({
    v: () => setPanel((old) => (old === 'filters' ? null : 'filters')),
    '/': () => {
      box.current?.focus()
      box.current?.select()
    },
  })
  const close = () => {
    setPanel(null)
    ;(panel === 'save' ? save : button).current?.focus()
  }
  const chips = chipsOf(filters)
  const narrowed = chips.length > 0 || Boolean(filters.search) || Boolean(saved)
  return (
    <div className={classes.bar} role="search" aria-label={t('queue.searchList')}>
      <div className={classes.line}>
        <label className={classes.search}>
          <SearchIcon size={14} />
          <input
            ref={box}
            type="search"
            value={typed}
            placeholder={t('queue.search')}
            aria-label={t('queue.search')}
            aria-keyshortcuts="/"
            aria-busy={searching}
            onChange={(event) => type(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Escape') document.querySelector('h1')?.focus()
              if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
              box.current?.blur()
              if (!flush()) onFirst()
            }}
          />
          {!typed && <Keys of="/" />}
        </label>
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

/** What stands in the search box: ahead of the address while somebody types. */
function useTyped(filters: QueueFilters, setFilters: Props['chosen']['setFilters']) {
  const wanted = filters.search ?? ''
  const [typed, setTyped] = useState(wanted)
  const [told, setTold] = useState(wanted)
  if (told !== wanted) {
    // The address changed by itself: back, a saved view, "clear".
    setTold(wanted)
    if (typed.trim() !== wanted) setTyped(wanted)
  }
  const text = typed.trim()
  const tell = useCallback(
    (first?: boolean) => {
      setTold(text)
      setFilters({ ...filters, search: text || undefined }, first)
    },
    [text, filters, setFilters],
  )
  useEffect(() => {
    if (text === wanted) return
    const timer = setTimeout(tell, DEBOUNCE_MS)
    return () => clearTimeout(timer)
  }, [text, wanted, tell])
  /** Asks now for what is typed, and opens its first draft; false when it was asked already. */
  const flush = () => {
    if (text !== wanted) tell(true)
    return text !== wanted
  }
  return { typed, type: setTyped, flush }
}
