import type { ReactNode } from 'react'
import { number } from '../lib/intl'
import type { Cell, Table } from './tables'
import classes from './Figures.module.css'

interface Props {
  table: Table
  /** The caption is for screen readers where a heading says the same. */
  captionShown?: boolean
  /** Where the name of a row leads. */
  link?: (row: number, name: string) => ReactNode
}

const cellText = (cell: Cell | undefined): string => {
  if (cell === null || cell === undefined) return '–'
  if (typeof cell === 'number') return number(cell, 2)
  return typeof cell === 'object' ? cell.text : cell
}

export function FigureTable({ table, captionShown = false, link }: Props) {
  return (
    // Wide tables scroll by themselves, from the keyboard too.
    <div className={classes.scroll} tabIndex={0} role="group" aria-label={table.caption}>
      <table className={classes.table}>
        <caption className={captionShown ? undefined : 'hr-hidden'}>{table.caption}</caption>
        <thead>
          <tr>
            {table.columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, at) => (
            <tr key={at}>
              <th scope="row">{link?.(at, cellText(row[0])) ?? cellText(row[0])}</th>
              {row.slice(1).map((cell, column) => (
                <td key={column} className="hr-num">
                  {cellText(cell)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
