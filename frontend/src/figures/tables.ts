// Every figure is a table first: what the chart draws, what a screen reader reads and what the CSV
// file holds are the same rows.

/** A value with the words in which it is shown; the file has the value. */
export interface Shown {
  text: string
  value: string | number | null
}
export type Cell = string | number | null | Shown

export interface Table {
  caption: string
  /** The first column names the row. Units stand in the names. */
  columns: string[]
  rows: Cell[][]
}

export const shown = (value: string | number | null, text: string): Shown => ({ value, text })

const raw = (cell: Cell) => (cell !== null && typeof cell === 'object' ? cell.value : cell)

/** What a spreadsheet would take for a formula, a tab or return in front of one included. */
const FORMULA = /^[=+\-@\t\r]/

function field(cell: Cell): string {
  const value = raw(cell)
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  // An apostrophe makes it text again (OWASP, "CSV Injection").
  const safe = FORMULA.test(value.trimStart()) || FORMULA.test(value) ? `'${value}` : value
  return /[",;\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** The tables one below the other, each under its caption; RFC 4180. */
export const toCsv = (tables: Table[]): string =>
  tables
    .map((table) =>
      [[table.caption], table.columns, ...table.rows]
        .map((row) => row.map(field).join(','))
        .join('\r\n'),
    )
    .join('\r\n\r\n') + '\r\n'

/** Has the browser save the tables; with a byte order mark, so that Excel reads UTF-8. */
export function saveCsv(name: string, tables: Table[]) {
  const blob = new Blob(['\ufeff', toCsv(tables)], { type: 'text/csv;charset=utf-8' })
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
