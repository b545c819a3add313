import type { Query } from '../api/client'
import type { Priority, QueueView, Risk, TicketStatus } from '../api/types'

/** What the address says of the list. The names are the API's, so an address is a question to it. */
export interface QueueFilters {
  view?: QueueView
  order?: Order
  status?: TicketStatus[]
  category?: string[]
  priority?: Priority[]
  risk?: Risk[]
  language?: string[]
  older_than?: number
  newer_than?: number
  assignee?: string
  draft?: DraftState
  provider?: string[]
  model?: string[]
  search?: string
}

export type Order = 'priority' | 'due' | 'oldest' | 'newest'
type DraftState = 'has_reply' | 'no_reply' | 'needs_confirmation'
export type ManyName = 'status' | 'category' | 'priority' | 'risk' | 'language' | 'model'

const VIEWS = ['all', 'urgent', 'overdue', 'low_risk', 'second_review', 'mine']
export const ORDERS: Order[] = ['priority', 'due', 'oldest', 'newest']
export const DRAFT_STATES: DraftState[] = ['has_reply', 'no_reply', 'needs_confirmation']
const LISTS = {
  status: ['open', 'pending', 'resolved'],
  priority: ['urgent', 'high', 'normal', 'low'],
  risk: ['low', 'medium', 'high'],
  provider: ['offline', 'openai'],
  category: null,
  language: null,
  model: null,
}

const oneOf = <T extends string>(value: unknown, known: readonly string[]) =>
  known.includes(value as string) ? (value as T) : undefined
const words = (value: unknown) => {
  const text = typeof value === 'number' ? String(value) : value
  return typeof text === 'string' && text.trim() ? text.slice(0, 200) : undefined
}
const hours = (value: unknown) => {
  const number = Number(value)
  return Number.isInteger(number) && number > 0 && number <= 87_600 ? number : undefined
}
const many = (value: unknown, known: readonly string[] | null) => {
  const list = (Array.isArray(value) ? value : [value]).map(String)
  const found = [...new Set(list)].filter((one) => one && (known ? known.includes(one) : true))
  return value !== undefined && found.length ? found.slice(0, 20) : undefined
}

/** The filters in an address; what no filter takes is left out, so any link opens. */
export function filtersIn(raw: Record<string, unknown>): QueueFilters {
  const view = oneOf<QueueView>(raw.view, VIEWS)
  const order = oneOf<Order>(raw.order, ORDERS)
  const lists = Object.entries(LISTS).map(([name, known]) => [name, many(raw[name], known)])
  return defined({
    view: view === 'all' ? undefined : view,
    order: order === 'priority' ? undefined : order,
    ...Object.fromEntries(lists),
    older_than: hours(raw.older_than),
    newer_than: hours(raw.newer_than),
    assignee: words(raw.assignee)?.match(/^(me|none|[1-9]\d{0,17})$/)?.[0],
    draft: oneOf<DraftState>(raw.draft, DRAFT_STATES),
    search: words(raw.search),
  })
}

const defined = <T extends object>(object: T): T =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as T

export const asQuery = (filters: QueueFilters): Query => ({ ...filters })

/** The same filters have the same key, in whatever order they were chosen. */
export const keyOf = (filters: QueueFilters) =>
  JSON.stringify(Object.entries(filters).sort(([a], [b]) => a.localeCompare(b)))

/** Whether an address says nothing of the list; it may still name a saved view. */
export const unfiltered = (search: object) => keyOf(filtersIn({ ...search })) === keyOf({})

export interface Chip {
  name: Exclude<keyof QueueFilters, 'view'>
  value: string
}

/** What narrows or orders the view, one chip for each value. */
export const chipsOf = (filters: QueueFilters): Chip[] =>
  Object.entries(filters).flatMap(([name, value]) =>
    name === 'view' || name === 'search' || value === undefined
      ? []
      : [value].flat().map((one) => ({ name, value: String(one) }) as Chip),
  )

/** The filters without one value of one of them. */
export function without(filters: QueueFilters, { name, value }: Chip): QueueFilters {
  const old = filters[name]
  const rest = Array.isArray(old) ? old.filter((one) => one !== value) : []
  return defined({ ...filters, [name]: rest.length ? rest : undefined })
}

/** A value in or out of a filter that takes several. */
export function toggled(filters: QueueFilters, name: ManyName, value: string): QueueFilters {
  const old: string[] = filters[name] ?? []
  return old.includes(value)
    ? without(filters, { name, value })
    : { ...filters, [name]: [...old, value] }
}

/** What "clear" leaves: the view itself. */
export const viewOnly = ({ view }: QueueFilters): QueueFilters => (view ? { view } : {})
