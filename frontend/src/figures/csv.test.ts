import { expect, test } from 'vitest'
import { shown, toCsv } from './tables'

const csv = (...cells: Parameters<typeof shown>[0][]) =>
  toCsv([{ caption: 'c', columns: ['n'], rows: [cells] }]).split('\r\n')[2]

test.each(['=cmd|’/c calc’!A0', '+1+1', '-2+3', '@SUM(A1)', '\t=1', '\r=1', '  =1+1'])(
  'a cell that a spreadsheet would take for a formula is text: %j',
  (payload) => {
    const cell = toCsv([{ caption: 'c', columns: ['n'], rows: [[payload]] }])
    expect(cell).toMatch(/'[\s]*[=+\-@]/)
    expect(cell).not.toMatch(/(^|[\n,])"?\s*[=+@-]/)
  },
)

test('captions and columns are no formulas either', () => {
  const text = toCsv([{ caption: '=1', columns: ['=2', '@x'], rows: [] }])
  expect(text).toBe("'=1\r\n'=2,'@x\r\n")
})

test('numbers stay numbers, below zero too, with a point in every language', () => {
  expect(csv(-1.5, 1234.25, null, 'a,"b"')).toBe('-1.5,1234.25,,"a,""b"""')
})

test('the file has the value, not its words', () => {
  const rows = [[shown('2026-11-27T00:00:00Z', '27 Nov'), shown(0.7, '70%')]]
  expect(toCsv([{ caption: 'c', columns: ['day', 'share'], rows }])).toContain(
    '2026-11-27T00:00:00Z,0.7',
  )
})

test('tables stand one below the other', () => {
  const table = { caption: 'One', columns: ['a'], rows: [['x']] }
  expect(toCsv([table, { ...table, caption: 'Two' }])).toBe(
    'One\r\na\r\nx\r\n\r\nTwo\r\na\r\nx\r\n',
  )
})
