import type { Acceptance, Desk } from '../api/types'
import { asDuration, asNumber, asShare, className, slotName } from '../figures/format'
import { shown, type Table } from '../figures/tables'
import { t } from '../i18n'
import { percent } from '../lib/intl'
import { ago, fullTime } from '../lib/time'
import { categoryWords, PRIORITY_WORDS } from '../lib/words'

export const FLOW = ['arrived', 'drafted', 'decided', 'sent'] as const

const since = (iso: string | null) => shown(iso, iso ? ago(iso) : '–')

export const agesTable = ({ backlog }: Desk): Table => ({
  caption: t('dashboard.ages'),
  columns: [t('dashboard.age'), t('dashboard.drafts')],
  rows: backlog.ages.map((one) => [className(one.from_hours, one.to_hours, 'h'), one.count]),
})

export const prioritiesTable = ({ backlog }: Desk): Table => ({
  caption: t('dashboard.byPriority'),
  columns: [t('dashboard.priority'), t('dashboard.drafts'), t('dashboard.oldest')],
  rows: backlog.priorities.map((one) => [
    PRIORITY_WORDS[one.priority],
    one.count,
    since(one.oldest),
  ]),
})

export const flowTable = ({ flow, period }: Desk): Table => ({
  caption: t('dashboard.flow'),
  columns: [
    t('numbers.slot', { unit: period.unit }),
    ...FLOW.map((name) => t(`dashboard.flow.${name}`)),
  ],
  rows: flow.series.map((slot) => [
    { value: slot.at, text: slotName(slot.at, period) },
    ...FLOW.map((name) => slot[name]),
  ]),
})

export const perHourTable = ({ flow }: Desk): Table => ({
  caption: t('dashboard.perHour'),
  columns: [t('dashboard.what'), t('dashboard.total'), t('dashboard.hourly')],
  rows: FLOW.map((name) => [
    t(`dashboard.flow.${name}`),
    flow.total[name],
    asNumber(flow.per_hour[name], 1),
  ]),
})

const acceptanceTable = (
  caption: string,
  first: string,
  rows: Acceptance[],
  name: (row: Acceptance) => string,
): Table => ({
  caption,
  columns: [
    first,
    t('dashboard.decided'),
    t('dashboard.accepted'),
    t('dashboard.interval'),
    t('dashboard.edited'),
    t('dashboard.rejected'),
    t('dashboard.together'),
  ],
  rows: rows.map((row) => [
    name(row),
    row.decided,
    asShare(row.acceptance_rate),
    intervalOf(row),
    row.edited,
    row.rejected,
    row.together,
  ]),
})

/** Wilson's interval as "62–78%". */
export const intervalOf = ({ low, high }: Acceptance) =>
  low === null || high === null
    ? '–'
    : t('dashboard.between', { low: percent(low), high: percent(high) })

export const categoriesTable = ({ quality }: Desk) =>
  acceptanceTable(
    t('dashboard.byCategory'),
    t('dashboard.category'),
    quality.categories,
    (row) => categoryWords(row.category ?? '') || t('dashboard.noCategory'),
  )

export const promptsTable = ({ quality }: Desk) =>
  acceptanceTable(t('dashboard.byPrompt'), t('dashboard.prompt'), quality.prompts, (row) =>
    t('dashboard.promptNumber', { number: row.prompt_version ?? 0 }),
  )

export const callsTable = ({ calls }: Desk): Table => ({
  caption: t('dashboard.calls'),
  columns: [t('dashboard.what'), t('dashboard.value')],
  rows: [
    [t('dashboard.callCount'), calls.count],
    [t('dashboard.p50'), asDuration(calls.p50_ms)],
    [t('dashboard.p95'), asDuration(calls.p95_ms)],
    ...calls.failures.map((one) => [failureName(one.code), one.count]),
  ],
})

/** The provider's own code, which the admin's list knows by the same name. */
const failureName = (code: string) => t('dashboard.failure', { code })

export const spendingTable = ({ spending }: Desk): Table => ({
  caption: t('dashboard.spending'),
  columns: [
    t('dashboard.dayUtc'),
    t('dashboard.callCount'),
    t('dashboard.tokens'),
    ...(spending.priced ? [t('dashboard.money')] : []),
  ],
  rows: spending.days.map((day) => [
    { value: day.at, text: slotName(day.at, { unit: 'day', tz: 'UTC' }) },
    day.calls,
    day.tokens,
    ...(spending.priced ? [asNumber(Number(day.money), 2)] : []),
  ]),
})

export const pausesTable = ({ paused_categories }: Desk): Table => ({
  caption: t('dashboard.pauses'),
  columns: [t('dashboard.category'), t('dashboard.because'), t('dashboard.since')],
  rows: paused_categories.map((one) => [
    categoryWords(one.category),
    t('dashboard.rejectedOf', { rejected: one.rejected, decided: one.decided }),
    shown(one.paused_at, fullTime(one.paused_at)),
  ]),
})

export const deskTables = (desk: Desk): Table[] => [
  agesTable(desk),
  prioritiesTable(desk),
  perHourTable(desk),
  flowTable(desk),
  categoriesTable(desk),
  promptsTable(desk),
  callsTable(desk),
  spendingTable(desk),
  pausesTable(desk),
]
