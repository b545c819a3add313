import type { MyNumbers } from '../api/types'
import { t } from '../i18n'
import { REASON_WORDS } from '../lib/words'
import { asDuration, asNumber, asShare, className, ENOUGH, slotName } from '../figures/format'
import type { Shown, Table } from '../figures/tables'

type RateName = keyof MyNumbers['team']

interface Line {
  name: RateName
  label: string
  mine: Shown
  team: Shown
  /** What the figure is of, in words; and whether that is enough to say anything. */
  of: string
  enough: boolean
}

/** The single figures: mine, the team's median, and of how many. */
export function linesOf({ mine, team }: MyNumbers): Line[] {
  const judged = t('numbers.ofDecisions', { count: mine.judged })
  const line = (
    name: RateName,
    words: (value: number | null) => Shown,
    of = judged,
    enough = mine.judged >= ENOUGH,
  ): Line => ({
    name,
    label: t(`numbers.rate.${name}`),
    mine: words(mine[name]),
    team: words(team[name]),
    of,
    enough,
  })
  const hours = t('numbers.ofHours', { count: mine.active_hours })
  const signed = mine.decided + mine.undone
  return [
    line('per_hour', (value) => asNumber(value, 1), hours, mine.active_hours > 0),
    line('acceptance_rate', asShare),
    line('edit_rate', asShare),
    line(
      'edit_distance',
      asShare,
      t('numbers.ofEdits', { count: mine.edited }),
      mine.edited >= ENOUGH,
    ),
    line('rejection_rate', asShare),
    line('undo_rate', asShare, t('numbers.ofSignatures', { count: signed }), signed >= ENOUGH),
    line(
      'median_dwell_ms',
      asDuration,
      t('numbers.ofTimed', { count: mine.timed }),
      mine.timed >= ENOUGH,
    ),
    line('skipped', (value) => asNumber(value, 1), t('numbers.passedOn'), true),
  ]
}

function figuresTable(numbers: MyNumbers): Table {
  const lines = linesOf(numbers)
  return {
    caption: t('numbers.figures'),
    columns: [t('numbers.figure'), t('numbers.mine'), t('numbers.teamMedian'), t('numbers.of')],
    rows: [
      [t('numbers.decisions'), numbers.mine.decided, null, ''],
      ...lines.map(({ label, mine, team, of }) => [label, mine, team, of]),
    ],
  }
}

export const seriesTable = ({ series, period }: MyNumbers): Table => ({
  caption: t('numbers.byVerdict'),
  columns: [
    t('numbers.slot', { unit: period.unit }),
    t('numbers.approved'),
    t('numbers.edited'),
    t('numbers.rejected'),
    t('numbers.seconded'),
  ],
  rows: series.map((slot) => [
    { value: slot.at, text: slotName(slot.at, period) },
    slot.approved,
    slot.edited,
    slot.rejected,
    slot.seconded,
  ]),
})

/** A slot with fewer judged drafts than this shows no share. */
export const SLOT_ENOUGH = 5

/** Acceptance by slot; null where too few drafts were judged. */
export const trendOf = ({ series }: MyNumbers) =>
  series.map((slot) => {
    const judged = slot.approved + slot.edited + slot.rejected
    return { at: slot.at, judged, share: judged >= SLOT_ENOUGH ? slot.approved / judged : null }
  })

export const trendTable = (numbers: MyNumbers): Table => ({
  caption: t('numbers.trend'),
  columns: [
    t('numbers.slot', { unit: numbers.period.unit }),
    t('numbers.rate.acceptance_rate'),
    t('numbers.judged'),
  ],
  rows: trendOf(numbers).map(({ at, judged, share }) => [
    { value: at, text: slotName(at, numbers.period) },
    asShare(share),
    judged,
  ]),
})

export const dwellTable = ({ dwell }: MyNumbers): Table => ({
  caption: t('numbers.dwell'),
  columns: [t('numbers.timeOnScreen'), t('numbers.decisions')],
  rows: dwell.map((one) => [className(one.from_seconds, one.to_seconds, 's'), one.count]),
})

export const reasonsTable = ({ reasons }: MyNumbers): Table => ({
  caption: t('numbers.reasons'),
  columns: [t('numbers.reason'), t('numbers.mine'), t('numbers.share'), t('numbers.teamMedian')],
  rows: reasons
    .filter((one) => one.count || one.team_share)
    .map((one) => [
      REASON_WORDS[one.reason],
      one.count,
      asShare(one.share),
      asShare(one.team_share),
    ]),
})

export const allTables = (numbers: MyNumbers): Table[] => [
  figuresTable(numbers),
  seriesTable(numbers),
  trendTable(numbers),
  dwellTable(numbers),
  reasonsTable(numbers),
]
