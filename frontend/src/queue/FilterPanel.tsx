import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { choicesOptions } from '../api/queries'
import type { Priority } from '../api/types'
import { t, type MessageId } from '../i18n'
import { languagesInOrder, PRIORITY_WORDS } from '../lib/words'
import {
  chipsOf,
  DRAFT_STATES,
  ORDERS,
  toggled,
  viewOnly,
  type ManyName,
  type Order,
  type QueueFilters,
} from './filters'
import { chipWords } from './filterWords'
import classes from './FilterBar.module.css'

interface Props {
  filters: QueueFilters
  setFilters: (filters: QueueFilters) => void
  onClose: () => void
}

const AGES = [1, 4, 24, 72]

/** Everything that the list can be narrowed by. A choice takes effect at once. */
export default function FilterPanel({ filters, setFilters, onClose }: Props) {
  const { data: choices } = useQuery(choicesOptions)
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => box.current?.querySelector<HTMLElement>('input, select')?.focus(), [])
  const set = (changes: Partial<QueueFilters>) => setFilters({ ...filters, ...changes })
  const many = (name: ManyName, values: string[]) => (
    <Many name={name} values={values} filters={filters} setFilters={setFilters} />
  )
  return (
    <div
      ref={box}
      className={classes.panel}
      role="region"
      aria-label={t('acts.filters')}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        onClose()
      }}
    >
      <Select
        label={t('acts.orderBy')}
        value={filters.order ?? 'priority'}
        options={ORDERS.map((order) => [order, t(`queue.order.${order}`)])}
        onChange={(order) => set({ order: order === 'priority' ? undefined : (order as Order) })}
      />
      {many('risk', ['low', 'medium', 'high'])}
      {many('priority', ['urgent', 'high', 'normal', 'low'])}
      {many('status', ['open', 'pending'])}
      {many('category', [...(choices?.categories ?? []), 'none'])}
      {many('language', languagesInOrder(choices?.languages ?? []))}
      {many('model', choices?.models ?? [])}
      <Select
        label={t('acts.draftIs')}
        value={filters.draft ?? ''}
        options={[['', t('acts.any')], ...DRAFT_STATES.map(draftOption)]}
        onChange={(draft) => set({ draft: (draft || undefined) as QueueFilters['draft'] })}
      />
      <Select
        label={t('acts.assignee')}
        value={filters.assignee ?? ''}
        options={[
          ['', t('acts.anybody')],
          ['me', t('queue.assignedToMe')],
          ['none', t('queue.unassigned')],
          ...(choices?.people ?? []).map(({ id, name }) => [String(id), name] as Option),
        ]}
        onChange={(assignee) => set({ assignee: assignee || undefined })}
      />
      <Select
        label={t('acts.age')}
        value={String(filters.older_than ?? '')}
        options={[
          ['', t('acts.any')],
          ...AGES.map((hours) => [String(hours), t('queue.chip.older', { hours })] as Option),
        ]}
        onChange={(hours) => set({ older_than: hours ? Number(hours) : undefined })}
      />
      <div className={classes.foot}>
        <Button
          size="compact-sm"
          variant="default"
          disabled={!chipsOf(filters).length}
          onClick={() => setFilters(viewOnly(filters))}
        >
          {t('queue.clear')}
        </Button>
        <Button size="compact-sm" onClick={onClose}>
          {t('common.close')}
        </Button>
      </div>
    </div>
  )
}

type Option = [value: string, label: string]
const draftOption = (state: string): Option => [state, t(`queue.draft.${state}` as MessageId)]

/** Under a heading that says what it is about, the value alone. */
const pillWords = (name: ManyName, value: string) =>
  name === 'priority'
    ? PRIORITY_WORDS[value as Priority]
    : name === 'model'
      ? value
      : chipWords({ name, value })

function Many({
  name,
  values,
  filters,
  setFilters,
}: Omit<Props, 'onClose'> & { name: ManyName; values: string[] }) {
  const chosen: string[] = filters[name] ?? []
  const shown = [...new Set([...values, ...chosen])]
  if (!shown.length) return null
  return (
    <fieldset className={classes.group}>
      <legend>{t(`acts.by.${name}`)}</legend>
      {shown.map((value) => (
        <label key={value} className={classes.pill}>
          <input
            type="checkbox"
            className="hr-hidden"
            checked={chosen.includes(value)}
            onChange={() => setFilters(toggled(filters, name, value))}
          />
          <span>{pillWords(name, value)}</span>
        </label>
      ))}
    </fieldset>
  )
}

interface SelectProps {
  label: string
  value: string
  options: Option[]
  onChange: (value: string) => void
}

function Select({ label, value, options, onChange }: SelectProps) {
  return (
    <label className={classes.select}>
      <span>{label}</span>
      <select
        className={`${classes.choice} hr-small`}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      >
        {options.map(([code, words]) => (
          <option key={code} value={code}>
            {words}
          </option>
        ))}
      </select>
    </label>
  )
}
