import { useMemo, useState } from 'react'
import { rich, t } from '../i18n'
import { condense, diffCounts, wordDiff } from '../lib/diff'
import classes from './WordDiff.module.css'

export interface WordDiffProps {
  before: string
  after: string
  label: string
}

/** Insertions are underlined with a plus, deletions struck through with a minus: not colour alone. */
export default function WordDiffView({ before, after, label }: WordDiffProps) {
  const [whole, setWhole] = useState(false)
  const parts = useMemo(() => wordDiff(before, after), [before, after])
  const shown = whole ? parts : condense(parts)
  const { added, removed } = diffCounts(parts)
  const changed = parts.some((part) => part.kind !== 'same')
  return (
    <section className={classes.diff} aria-label={label}>
      <header className={classes.head}>
        <span>{label}</span>
        <button type="button" aria-pressed={whole} onClick={() => setWhole(!whole)}>
          {t(whole ? 'common.onlyChanges' : 'common.wholeText')}
        </button>
        <span className="hr-num">
          {changed
            ? rich('common.changedWords', {
                added: <b className={classes.plus}>+{added}</b>,
                removed: <b className={classes.minus}>−{removed}</b>,
                count: added + removed,
              })
            : t('common.noChange')}
        </span>
      </header>
      <div className={classes.text} dir="auto">
        {shown.map((part, index) =>
          part.kind === 'ins' ? (
            <ins key={index}>{part.text}</ins>
          ) : part.kind === 'del' ? (
            <del key={index}>{part.text}</del>
          ) : (
            <span key={index}>{part.text}</span>
          ),
        )}
      </div>
    </section>
  )
}
