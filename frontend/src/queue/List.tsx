import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import { t } from '../i18n'
import { Row } from './Row'
import type { useRail } from './useRail'
import classes from './Rail.module.css'

/** Of every line, in px; Row.module.css draws them so. */
const ROW_HEIGHT = 76

/** Above the first line: places are counted without it, so the last line's edge is lower by it. */
const PADDING = 6

interface Props {
  label: string
  rail: ReturnType<typeof useRail>
  current: number | undefined
  lost: number[]
  onPick: () => void
}

/** The list, of which only what is in view is drawn: ten thousand lines scroll like ten. */
export function List({ label, rail, current, lost, onPick }: Props) {
  const box = useRef<HTMLDivElement>(null)
  const { rows, inView } = rail
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (at) => rows[at]?.id ?? at,
    overscan: 6,
    scrollPaddingEnd: 2 * PADDING,
  })
  const drawn = virtual.getVirtualItems()
  const from = drawn[0]?.index ?? 0
  const to = drawn.at(-1)?.index ?? 0
  useEffect(() => {
    if (drawn.length) inView(from, to)
  }, [drawn.length, from, to, inView])

  // The open line is in view when it changes, not whenever somebody scrolls away from it.
  const at = rows.findIndex((row) => row.id === current)
  const listed = at >= 0
  const place = useRef(at)
  useEffect(() => {
    place.current = at
  })
  useEffect(() => {
    if (listed) virtual.scrollToIndex(place.current, { align: 'auto' })
    // eslint-disable-next-line react-hooks/exhaustive-deps -- see above
  }, [current, listed])

  return (
    <div className={classes.scroll} ref={box} data-scroll>
      {!rows.length && !rail.loading && <p className={classes.none}>{t('queue.noneListed')}</p>}
      <ol
        className={classes.list}
        aria-label={t('queue.railOf', { view: label })}
        style={{ height: virtual.getTotalSize() }}
      >
        {drawn.map((one) => {
          const row = rows[one.index]
          return (
            row && (
              <Row
                key={row.id}
                {...row}
                current={row.id === current}
                lost={lost.includes(row.id)}
                place={one.index + 1}
                of={rows.length}
                top={one.start}
                onPick={onPick}
              />
            )
          )
        })}
      </ol>
    </div>
  )
}
