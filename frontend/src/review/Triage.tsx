import { Suspense } from 'react'
import type { Suggestion, TriageCorrections } from '../api/types'
import { t } from '../i18n'
import { Keys } from '../keys/Keys'
import { categoryWords, languageWords, PRIORITY_WORDS } from '../lib/words'
import { PenIcon, SparkIcon } from '../ui/icons'
import { TriageForm } from './lazyParts'
import { changedFields, proposedBy, standing, type Field, type FullTriage } from './proposals'
import classes from './Triage.module.css'

interface Props {
  suggestion: Suggestion
  corrections: TriageCorrections
  onCorrect: <Name extends Field>(field: Name, value: FullTriage[Name]) => void
  /** Null where nobody may correct it. */
  open: boolean | null
  onOpen: (open: boolean) => void
}

/** How the AI would file the ticket, in one row; T opens a form over it to correct it. */
export function Triage({ suggestion, corrections, onCorrect, open, onOpen }: Props) {
  const now = { ...standing(suggestion), ...corrections }
  const before = proposedBy(suggestion)
  const changed = changedFields(suggestion, now)
  const likely = suggestion.triage.duplicates[0]
  const close = () => {
    onOpen(false)
    document.getElementById('triage-open')?.focus()
  }
  return (
    <section className={classes.triage} aria-label={t('review.triage')}>
      <div className={classes.row}>
        <div className={classes.chips}>
          {(['category', 'priority', 'language', 'sentiment'] as const).map((field) => (
            <Chip
              key={field}
              name={t(`review.field.${field}`)}
              now={words(field, now, suggestion)}
              before={changed.includes(field) ? words(field, before, suggestion) : null}
            />
          ))}
          {now.duplicate_of !== null ? (
            <Chip
              name={t('review.field.duplicate_of')}
              now={words('duplicate_of', now, suggestion)}
              before={t('review.noDuplicate')}
            />
          ) : (
            likely && (
              <Chip
                name={t('review.field.duplicate_of')}
                now={t('review.maybe', { ticket: likely.reference })}
                before={null}
              />
            )
          )}
        </div>
        {open !== null && (
          <button
            type="button"
            id="triage-open"
            className={classes.correct}
            aria-keyshortcuts="t"
            aria-expanded={open}
            onClick={() => (open ? close() : onOpen(true))}
          >
            {t(open ? 'review.done' : 'review.correct')} <Keys of="t" />
          </button>
        )}
      </div>
      {open && (
        <Suspense fallback={null}>
          <TriageForm suggestion={suggestion} now={now} onCorrect={onCorrect} onClose={close} />
        </Suspense>
      )}
    </section>
  )
}

/** A proposal is dashed and has the AI's spark; what a person changed is solid and says from what. */
function Chip({ name, now, before }: { name: string; now: string; before: string | null }) {
  const changed = before !== null
  const source = changed ? t('review.changedFrom', { before }) : t('review.proposedByAI')
  return (
    <span className={classes.chip} data-changed={changed || undefined} title={`${name}: ${source}`}>
      {changed ? <PenIcon size={12} /> : <SparkIcon size={12} />}
      <span className="hr-hidden">{name}, </span>
      <b>{now}</b>
      {changed && <del aria-hidden="true">{before}</del>}
      <span className="hr-hidden">, {source}</span>
    </span>
  )
}

function words(field: Field, triage: FullTriage, { triage: { duplicates } }: Suggestion): string {
  switch (field) {
    case 'category':
      return categoryWords(triage.category) || t('review.noCategory')
    case 'priority':
      return PRIORITY_WORDS[triage.priority]
    case 'language':
      return languageWords(triage.language) || t('review.noLanguage')
    case 'sentiment':
      return triage.sentiment
        ? t('review.tone', { sentiment: triage.sentiment })
        : t('review.noTone')
    case 'duplicate_of': {
      const other = duplicates.find((one) => one.ticket === triage.duplicate_of)
      return t('review.duplicateOf', { ticket: other?.reference ?? t('review.anotherTicket') })
    }
  }
}
