import { BarChart, LineChart } from '@mantine/charts'
import '@mantine/charts/styles.css'
import { inLanguage, number, percent } from '../lib/intl'
import classes from './Figures.module.css'

// The only file that draws with recharts: a chunk of its own, loaded after the figures are read.

interface Series {
  name: string
  label: string
  color: string
  /** Tells lines apart without their colour. */
  dash?: string
}

interface Props {
  label: string
  data: Record<string, string | number | null>[]
  series: Series[]
  /** A line across the chart: what is allowed. */
  limit?: { at: number; label: string }
}

const shared = {
  h: 210,
  dataKey: 'name',
  gridAxis: 'x',
  tickLine: 'none',
  xAxisProps: { minTickGap: 1 },
} as const

/** For an axis: 160000 → "160K". */
const short = (value: number) =>
  inLanguage('compact', (l) => new Intl.NumberFormat(l, { notation: 'compact' })).format(value)

/** Bars, one on the other where there are several series. */
export function Bars({ label, data, series, limit }: Props) {
  return (
    <>
      <BarChart
        {...shared}
        data={data}
        type="stacked"
        series={series.map(({ name, label, color }) => ({ name, label, color }))}
        maxBarWidth={34}
        // The gap tells neighbours in a stack apart where their colours look alike.
        barProps={{ stroke: 'var(--hr-surface)', strokeWidth: 1 }}
        valueFormatter={(value) => number(value, 2)}
        yAxisProps={{ width: 48, allowDecimals: false, tickFormatter: short }}
        referenceLines={limit && [{ y: limit.at, label: limit.label, color: 'var(--hr-bad)' }]}
        barChartProps={{ 'aria-label': label } as object}
      />
      <Legend series={series} />
    </>
  )
}

/** Lines over time; a slot without a value is a gap. `share`: from 0 to 100 %. */
export function Lines({ label, data, series, share = false }: Props & { share?: boolean }) {
  return (
    <>
      <LineChart
        {...shared}
        data={data}
        curveType="linear"
        connectNulls={false}
        series={series.map(({ name, label, color, dash }) => ({
          name,
          label,
          color,
          strokeDasharray: dash,
        }))}
        dotProps={{ r: 2.5 }}
        valueFormatter={(value) => (share ? percent(value) : number(value, 2))}
        yAxisProps={{
          width: 48,
          allowDecimals: share,
          domain: share ? [0, 1] : undefined,
          tickFormatter: share ? percent : short,
        }}
        lineChartProps={{ 'aria-label': label } as object}
      />
      <Legend series={series} lines />
    </>
  )
}

/** Shows the dashes of lines as well as the colours. */
function Legend({ series, lines = false }: { series: Series[]; lines?: boolean }) {
  if (series.length < 2) return null
  return (
    <ul className={classes.legend}>
      {series.map(({ name, label, color, dash }) => (
        <li key={name}>
          <svg width="22" height="10" aria-hidden="true">
            {lines ? (
              <path d="M1 5h20" stroke={color} strokeWidth="2" strokeDasharray={dash} />
            ) : (
              <rect x="6" width="10" height="10" rx="2" fill={color} />
            )}
          </svg>
          {label}
        </li>
      ))}
    </ul>
  )
}
