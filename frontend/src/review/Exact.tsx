import { Fragment } from 'react'
import { t } from '../i18n'
import { LockIcon } from '../ui/icons'
import classes from './Exact.module.css'

// As ai_review/pii writes them.
const PLACEHOLDER = /(\[[A-Z][A-Z_]{1,20}_\d{1,6}(?:\.\d{1,6})?\])/
const LONG = 80

export function placeholdersIn(text: string): string[] {
  return [...new Set(text.match(new RegExp(PLACEHOLDER, 'g')))]
}

/** A body that left or came: laid out for reading, or the very bytes. */
export function Exact({ text, raw }: { text: string; raw: boolean }) {
  const value = raw ? null : decoded(text)
  if (!value) {
    return (
      <pre className={classes.raw}>
        <Marked text={text} />
      </pre>
    )
  }
  return <Value value={value} />
}

/** Text with what was taken out before sending marked in its place. Never HTML. */
export function Marked({ text }: { text: string }) {
  return text.split(PLACEHOLDER).map((part, index) =>
    index % 2 ? (
      <mark key={index} className={classes.removed} title={t('review.removed')}>
        <LockIcon size={11} />
        {part}
      </mark>
    ) : (
      <Fragment key={index}>{part}</Fragment>
    ),
  )
}

function Value({ value }: { value: unknown }) {
  if (typeof value === 'string') {
    // Providers put JSON into strings of JSON: an answer's text is often one.
    const inner = decoded(value)
    if (inner) return <Value value={inner} />
    const block = value.includes('\n') || value.length > LONG
    return (
      <span className={block ? classes.block : undefined}>
        <Marked text={value} />
      </span>
    )
  }
  if (value === null || typeof value !== 'object') return <code>{String(value)}</code>
  if (Array.isArray(value) && value.every((one) => !isNested(one))) {
    return (
      <span>
        <Marked text={value.join(', ') || '[]'} />
      </span>
    )
  }
  const entries = Object.entries(value)
  if (!entries.length) return <code>{'{}'}</code>
  return (
    <dl className={classes.tree} data-list={Array.isArray(value) || undefined}>
      {entries.map(([name, one]) => (
        <div key={name} data-nested={isNested(one) || undefined}>
          <dt>{Array.isArray(value) ? Number(name) + 1 : name}</dt>
          <dd>
            <Value value={one} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

const isNested = (value: unknown): boolean =>
  typeof value === 'string'
    ? value.includes('\n') || value.length > LONG || decoded(value) !== null
    : value !== null && typeof value === 'object'

/** The object or list that a text is the JSON of, or null. */
function decoded(text: string): object | null {
  if (!/^\s*[{[]/.test(text)) return null
  try {
    return JSON.parse(text) as object
  } catch {
    return null
  }
}
