import { FilterBar } from './FilterBar'
import { List } from './List'
import type { useFilters } from './useFilters'
import type { useRail } from './useRail'

interface Props {
  label: string
  rail: ReturnType<typeof useRail>
  filters: ReturnType<typeof useFilters>
  current: number | undefined
  lost: number[]
  onFirst: () => void
  onPick: () => void
}

/** Search, filters and the list itself: fetched beside the open item, which is drawn first. */
export default function RailBody({ filters, onFirst, ...list }: Props) {
  return (
    <>
      <FilterBar chosen={filters} searching={list.rail.searching} onFirst={onFirst} />
      <List {...list} />
    </>
  )
}
