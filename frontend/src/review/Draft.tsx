import type { Suggestion } from '../api/types'
import { categoryWords } from '../lib/words'
import { RichText } from '../ui/RichText'
import { SparkIcon } from '../ui/icons'
import { WordDiff } from '../ui/WordDiff'
import { Citations } from './Citations'
import { Gates } from './Gates'
import classes from './Draft.module.css'

interface Props {
  suggestion: Suggestion
  source: number | null
  onSource: (n: number) => void
}

/** The AI's text. Drawn so that it cannot be taken for something already said to a customer. */
export function Draft({ suggestion, source, onSource }: Props) {
  const { first_review: first, gates, citations } = suggestion
  const spans = gates
    .filter((gate) => gate.level === 'warn' || gate.level === 'block')
    .flatMap((gate) => gate.spans)
  const cites = citations.map((citation) => citation.n)
  const edited = first !== null && first.final_reply !== suggestion.reply
  return (
    <>
      <section aria-label="Summary" className={classes.summary}>
        <h3>Summary</h3>
        <RichText text={first?.final_summary || suggestion.summary} />
        {suggestion.category && (
          <p className={classes.labels}>
            <span>{categoryWords(suggestion.category)}</span>
            {suggestion.language && suggestion.language !== 'en' && (
              <span>Reply in {languageWord(suggestion.language)}</span>
            )}
          </p>
        )}
      </section>
      {edited && (
        <section className={classes.first} aria-label="Text of the first reviewer">
          <h3>Reply as {first.reviewer.name} left it</h3>
          <RichText text={first.final_reply} />
          <WordDiff
            before={suggestion.reply}
            after={first.final_reply}
            label={`What ${first.reviewer.name} changed`}
          />
        </section>
      )}
      <section
        className={classes.reply}
        aria-label="Proposed reply"
        data-empty={!suggestion.reply.trim() || undefined}
        data-second={edited || undefined}
      >
        <header className={classes.tab}>
          <SparkIcon size={14} />
          {edited ? 'The AI draft before that' : 'Proposed reply'}
          <span>Not sent</span>
        </header>
        {suggestion.reply.trim() ? (
          <RichText text={suggestion.reply} spans={spans} cites={cites} onCite={onSource} />
        ) : (
          <p className={classes.none}>
            No approved answer matches this ticket well enough, so there is nothing to propose.
            Write the reply yourself with <b>E</b>.
          </p>
        )}
      </section>
      <Gates gates={gates} />
      <Citations citations={citations} source={source} onSource={onSource} />
    </>
  )
}

function languageWord(code: string): string {
  try {
    return new Intl.DisplayNames('en', { type: 'language' }).of(code) ?? code
  } catch {
    return code
  }
}
