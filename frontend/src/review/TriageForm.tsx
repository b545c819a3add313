import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react'
import { keys } from '../api/queries'
import type { Priority, Queue, Sentiment, Suggestion } from '../api/types'
import { t } from '../i18n'
import {
  categoryWords,
  languagesInOrder,
  languageWords,
  percent,
  PRIORITY_WORDS,
  SENTIMENT_WORDS,
} from '../lib/words'
import { CheckIcon } from '../ui/icons'
import { useFocusBack } from '../ui/useFocusBack'
import type { Field, FullTriage } from './proposals'
import classes from './Triage.module.css'

interface Props {
  suggestion: Suggestion
  now: FullTriage
  onCorrect: <Name extends Field>(field: Name, value: FullTriage[Name]) => void
  onClose: () => void
}

/** What the checks can tell apart (ai_review/gates.py); another one that is set stays on offer. */
const LANGUAGES = ['ar', 'de', 'en', 'es', 'fr', 'it', 'nl', 'pl', 'pt', 'ru']

/** Every change counts at once and goes with the decision; Enter or Esc leads back to the draft. */
export default function TriageForm({ suggestion, now, onCorrect, onClose }: Props) {
  useFocusBack()
  const id = useId()
  const first = useRef<HTMLInputElement>(null)
  const seen = useCategories(suggestion)
  const [category, setCategory] = useState(() => categoryWords(now.category))
  useEffect(() => {
    first.current?.focus()
    first.current?.select()
  }, [])
  const leave = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || !['Enter', 'Escape'].includes(event.key)) return
    const onButton = (event.target as Element).closest('a, button')
    if (event.key === 'Enter' && onButton) return
    event.preventDefault()
    event.stopPropagation()
    onClose()
  }
  const spoken = new Set([...LANGUAGES, suggestion.language, now.language].filter(Boolean))
  return (
    <div
      className={classes.form}
      role="group"
      aria-label={t('review.correctTriage')}
      onKeyDown={leave}
    >
      <label>
        {t('review.field.category')}
        <input
          ref={first}
          list={id}
          maxLength={60}
          autoComplete="off"
          value={category}
          onChange={({ currentTarget: { value } }) => {
            setCategory(value)
            onCorrect('category', slugOf(value, seen))
          }}
        />
        <datalist id={id}>
          {seen.map((slug) => (
            <option key={slug} value={categoryWords(slug)} />
          ))}
        </datalist>
      </label>
      <Choose
        label={t('review.field.priority')}
        value={now.priority}
        options={Object.entries(PRIORITY_WORDS)}
        onChange={(value) => onCorrect('priority', value as Priority)}
      />
      <Choose
        label={t('review.field.language')}
        value={now.language}
        options={[
          ['', SENTIMENT_WORDS['']],
          ...languagesInOrder([...spoken]).map((code) => [code, languageWords(code)]),
        ]}
        onChange={(value) => onCorrect('language', value)}
      />
      <Choose
        label={t('review.field.sentiment')}
        value={now.sentiment}
        options={Object.entries(SENTIMENT_WORDS)}
        onChange={(value) => onCorrect('sentiment', value as Sentiment)}
      />
      {suggestion.triage.duplicates.length > 0 && (
        <div className={classes.wide}>
          <h3 className={classes.title}>{t('review.maySame')}</h3>
          <ul className={classes.duplicates}>
            {suggestion.triage.duplicates.map((one) => {
              const marked = now.duplicate_of === one.ticket
              return (
                <li key={one.ticket}>
                  <Link to="/tickets/$id" params={{ id: String(one.ticket) }}>
                    {one.reference}
                  </Link>
                  <span className="hr-num">
                    {t('review.alike', { share: percent(one.score) })}
                    {one.same_customer && `, ${t('review.sameCustomer')}`}
                  </span>
                  <button
                    type="button"
                    className={`${classes.mark} hr-small`}
                    aria-pressed={marked}
                    onClick={() => onCorrect('duplicate_of', marked ? null : one.ticket)}
                  >
                    {marked && <CheckIcon size={12} />}{' '}
                    {t('review.markDuplicate', { ticket: one.reference })}
                  </button>
                </li>
              )
            })}
          </ul>
        </div>
      )}
    </div>
  )
}

interface ChooseProps {
  label: string
  value: string
  options: string[][]
  onChange: (value: string) => void
}

function Choose({ label, value, options, onChange }: ChooseProps) {
  return (
    <label>
      {label}
      <select value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        {options.map(([code, words]) => (
          <option key={code} value={code}>
            {words}
          </option>
        ))}
      </select>
    </label>
  )
}

/** The categories that this browser has seen; the API keeps no list of them. */
function useCategories(suggestion: Suggestion): string[] {
  const client = useQueryClient()
  const lists = client.getQueriesData<Queue>({ queryKey: keys.queue })
  const seen = lists.flatMap(([, list]) => list?.results?.map((one) => one.category) ?? [])
  return [...new Set([suggestion.category, ...seen])].filter(Boolean).sort()
}

/** What was typed, as a category: the known one of these words, else "Card lost" → "card_lost". */
function slugOf(typed: string, known: string[]): string {
  const words = typed.trim().toLowerCase()
  const same = known.find((slug) => categoryWords(slug).toLowerCase() === words)
  return same ?? words.replace(/\s+/g, '_')
}
