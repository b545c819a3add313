// Figures as the stand-in tells of them: a reviewer's week, and the desk's.
import { http, HttpResponse } from 'msw'
import type { Desk, MyNumbers, OwnVigilance, Rated, Vigilance } from '../api/types'
import { minutesAgo, PERMISSIONS } from './ai'
import type { MockDb } from './db'
import { ADA } from './people'

const MIDNIGHT = Date.parse('2026-11-21T00:00:00Z')
const dayAt = (day: number) => new Date(MIDNIGHT + day * 86_400_000).toISOString()
const WEEK = [0, 1, 2, 3, 4, 5, 6]

const period = (days: number): MyNumbers['period'] => ({
  days,
  tz: 'UTC',
  unit: days === 1 ? 'hour' : 'day',
  start: dayAt(0),
  end: '2026-11-27T15:30:00Z',
})

const TEAM: MyNumbers['team'] = {
  per_hour: 9.5,
  acceptance_rate: 0.69,
  edit_rate: 0.18,
  edit_distance: 0.24,
  rejection_rate: 0.13,
  undo_rate: 0.03,
  median_dwell_ms: 20_400,
  skipped: 2,
}

export const NUMBERS: MyNumbers = {
  period: period(7),
  people: 6,
  team: TEAM,
  mine: {
    decided: 84,
    undone: 4,
    seconded: 4,
    judged: 80,
    approved: 56,
    edited: 14,
    rejected: 10,
    together: 12,
    timed: 72,
    active_hours: 8,
    per_hour: 10.5,
    acceptance_rate: 0.7,
    edit_rate: 0.175,
    edit_distance: 0.31,
    rejection_rate: 0.125,
    undo_rate: 0.0455,
    median_dwell_ms: 130_000,
    skipped: 3,
  },
  reasons: [
    { reason: 'wrong_facts', count: 7, share: 0.7, team_share: 0.4 },
    { reason: 'policy', count: 3, share: 0.3, team_share: 0.2 },
    { reason: 'other', count: 0, share: 0, team_share: null },
  ],
  series: WEEK.map((day) => ({
    at: dayAt(day),
    approved: day < 2 ? 0 : 11,
    edited: day < 2 ? 0 : 3,
    rejected: day < 2 ? 0 : 2,
    seconded: day === 6 ? 4 : 0,
  })),
  dwell: [
    { from_seconds: 0, to_seconds: 5, count: 2 },
    { from_seconds: 5, to_seconds: 10, count: 20 },
    { from_seconds: 10, to_seconds: null, count: 50 },
  ],
}

/** One person's three decisions in a desk of two. */
export const FEW: MyNumbers = {
  ...NUMBERS,
  people: 2,
  team: Object.fromEntries(Object.keys(TEAM).map((name) => [name, null])) as MyNumbers['team'],
  mine: { ...NUMBERS.mine, decided: 3, judged: 3, approved: 2, edited: 1, rejected: 0, timed: 3 },
  series: NUMBERS.series.map((slot, day) => ({
    ...slot,
    approved: day === 6 ? 2 : 0,
    edited: day === 6 ? 1 : 0,
    rejected: 0,
    seconded: 0,
  })),
}

const acceptance = (decided: number, approved: number) => ({
  category: null,
  prompt_version: null,
  decided,
  approved,
  edited: decided - approved - 5,
  rejected: 5,
  together: 0,
  acceptance_rate: approved / decided,
  low: 0.62,
  high: 0.78,
})

export const DESK: Desk = {
  period: period(7),
  backlog: {
    waiting: 12,
    oldest: minutesAgo(300),
    ages: [
      { from_hours: 0, to_hours: 1, count: 9 },
      { from_hours: 1, to_hours: 24, count: 3 },
      { from_hours: 24, to_hours: null, count: 0 },
    ],
    priorities: [
      { priority: 'urgent', count: 2, oldest: minutesAgo(30) },
      { priority: 'normal', count: 10, oldest: minutesAgo(300) },
    ],
    views: { all: 12, urgent: 2, low_risk: 7, second_review: 1, mine: 0 },
    without_draft: 4,
    oldest_without_draft: minutesAgo(2),
    failed: 1,
  },
  flow: {
    series: WEEK.map((day) => ({ at: dayAt(day), arrived: 10, drafted: 9, decided: 8, sent: 7 })),
    total: { arrived: 70, drafted: 63, decided: 56, sent: 49 },
    per_hour: { arrived: 0.42, drafted: 0.38, decided: 0.33, sent: 0.29 },
  },
  quality: {
    total: acceptance(100, 71),
    categories: [{ ...acceptance(60, 43), category: 'card_arrival' }],
    prompts: [{ ...acceptance(100, 71), prompt_version: 3 }],
  },
  calls: {
    count: 70,
    p50_ms: 1800,
    p95_ms: 5200,
    failures: [{ code: 'timeout', count: 6 }],
  },
  spending: {
    priced: true,
    days: WEEK.map((day) => ({ at: dayAt(day), calls: 10, tokens: 15_000, money: '0.120000' })),
    month: { calls: 300, tokens: 450_000, money: '12.500000' },
    limits: {
      tokens_per_day: null,
      money_per_day: '2.00',
      tokens_per_month: null,
      money_per_month: '50.00',
    },
  },
  ai: { state: 'available', detail: '', since: null, until: null },
  paused_categories: [{ category: 'exchange_rate', rejected: 8, decided: 10, paused_at: dayAt(5) }],
  deliveries: { failed: 2, late: 0 },
}

const NONE: Rated = { hits: 0, of: 0, share: null, low: null, high: null }
const OWN_ATTENTION: OwnVigilance = {
  decisions: 84,
  fast: { hits: 4, of: 80, share: 0.05, low: 0.0196, high: 0.1216 },
  fast_together: NONE,
  caught: { hits: 3, of: 4, share: 0.75, low: 0.3006, high: 0.9544 },
  agreed: null,
}
const ALL: Vigilance['total'] = {
  ...OWN_ATTENTION,
  shown: 5,
  agreed: NONE,
  kappa: null,
  no_kappa: 'too_few',
}
const ATTENTION: Vigilance = {
  start: dayAt(0),
  end: dayAt(7),
  total: ALL,
  reviewers: [{ ...ALL, reviewer: ADA }],
  kappa_from: 30,
  seeded_percent: 5,
  blind_percent: 0,
}

export const numbersHandlers = (db: MockDb) => {
  const answer = <T extends { period: MyNumbers['period'] }>(body: T, request: Request) =>
    HttpResponse.json({
      ...body,
      period: period(Number(new URL(request.url).searchParams.get('days'))),
    })
  return [
    http.get('*/api/v1/metrics/mine', ({ request }) => answer(NUMBERS, request)),
    http.get('*/api/v1/vigilance', () => HttpResponse.json(ATTENTION)),
    http.get('*/api/v1/vigilance/mine', () => HttpResponse.json(OWN_ATTENTION)),
    http.get('*/api/v1/metrics/desk', ({ request }) =>
      PERMISSIONS[db.role].includes('admin.view')
        ? answer(DESK, request)
        : HttpResponse.json({ status: 403, code: 'permission_denied' }, { status: 403 }),
    ),
  ]
}
