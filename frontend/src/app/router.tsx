import type { QueryClient } from '@tanstack/react-query'
import {
  createBrowserHistory,
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
  type RouterHistory,
} from '@tanstack/react-router'
import { periodOf, type Days } from '../figures/period'
import { NotFound, RouteError } from './RouteStates'
import { filtersIn, type QueueFilters } from '../queue/filters'
import { Shell } from './Shell'

export interface QueueSearch extends QueueFilters {
  item?: number
  /** Several low-risk drafts are being chosen, to be approved together. */
  bulk?: true
  /** The saved view that was opened; its filters stand in the address beside it. */
  saved?: string
}

export interface TicketSearch {
  search?: string
  status?: string
  priority?: string
  review_status?: string
  category?: string
  ordering?: string
}

const text = (value: unknown) =>
  typeof value === 'string' && value ? value : typeof value === 'number' ? String(value) : undefined
const whole = (value: unknown) => {
  const number = Number(value)
  return Number.isInteger(number) && number > 0 ? number : undefined
}

const root = createRootRouteWithContext<{ client: QueryClient }>()({
  component: Shell,
  notFoundComponent: NotFound,
  errorComponent: RouteError,
})

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/queue', replace: true })
  },
})

const queue = createRoute({
  getParentRoute: () => root,
  path: '/queue',
  validateSearch: (raw: Record<string, unknown>): QueueSearch => ({
    ...filtersIn(raw),
    item: whole(raw.item),
    bulk: raw.bulk === true && raw.view === 'low_risk' ? true : undefined,
    saved: text(raw.saved),
  }),
  component: lazyRouteComponent(() => import('../queue/QueuePage'), 'QueuePage'),
})

const tickets = createRoute({
  getParentRoute: () => root,
  path: '/tickets',
  validateSearch: (raw: Record<string, unknown>): TicketSearch => ({
    search: text(raw.search),
    status: text(raw.status),
    priority: text(raw.priority),
    review_status: text(raw.review_status),
    category: text(raw.category),
    ordering: text(raw.ordering),
  }),
  component: lazyRouteComponent(() => import('../tickets/TicketsPage'), 'TicketsPage'),
})

const ticket = createRoute({
  getParentRoute: () => root,
  path: '/tickets/$id',
  validateSearch: (raw: Record<string, unknown>): { tab?: 'timeline'; compose?: 'reply' } => ({
    tab: raw.tab === 'timeline' ? 'timeline' : undefined,
    compose: raw.compose === 'reply' ? 'reply' : undefined,
  }),
  component: lazyRouteComponent(() => import('../tickets/TicketPage'), 'TicketPage'),
})

const decided = createRoute({
  getParentRoute: () => root,
  path: '/decided',
  component: lazyRouteComponent(() => import('../tickets/DecidedPage'), 'DecidedPage'),
})

const days = (raw: Record<string, unknown>): { days?: Days } => ({ days: periodOf(raw.days) })

const numbers = createRoute({
  getParentRoute: () => root,
  path: '/numbers',
  validateSearch: days,
  component: lazyRouteComponent(() => import('../numbers/NumbersPage'), 'NumbersPage'),
})

const dashboard = createRoute({
  getParentRoute: () => root,
  path: '/dashboard',
  validateSearch: days,
  component: lazyRouteComponent(() => import('../dashboard/DashboardPage'), 'DashboardPage'),
})

const tree = root.addChildren([home, queue, tickets, ticket, decided, numbers, dashboard])

export function makeRouter(client: QueryClient, history: RouterHistory = createBrowserHistory()) {
  return createRouter({
    routeTree: tree,
    history,
    context: { client },
    defaultPreload: 'intent',
    defaultPendingMs: 150,
  })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>
  }
}
