import type { Suggestion } from '../api/types'
import { t } from '../i18n'
import { Keys } from '../keys/Keys'
import { RichText } from '../ui/RichText'
import { SparkIcon } from '../ui/icons'
import { WordDiff } from '../ui/WordDiff'
import { Citations } from './Citations'
import { Filled } from './Filled'
import { Alarms, Gates } from './Gates'
import { alarmsOf, doubtsOf, gateMessage, listedGates, whyEmpty } from './gateWords'
import classes from './Draft.module.css'

interface Props {
  suggestion: Suggestion
  source: number | null
  onSource: (n: number) => void
  onVersions: () => void
}

/** The AI's text. Drawn so that it cannot be taken for something already said to a customer. */
export function Draft({ suggestion, source, onSource, onVersions }: Props) {
  const { first_review: first, citations, restored } = suggestion
  const cites = citations.map((citation) => citation.n)
  const edited = first !== null && first.final_reply !== suggestion.reply
  const empty = whyEmpty(suggestion)
  return (
    <>
      <Alarms alarms={alarmsOf(suggestion)} />
      <section aria-label={t('review.summary')} className={classes.summary}>
        <h3>{t('review.summary')}</h3>
        <RichText
          text={first?.final_summary || suggestion.summary}
          filled={first?.final_summary ? undefined : restored?.summary}
        />
      </section>
      {edited && (
        <section className={classes.first} aria-label={t('review.firstText')}>
          <h3>{t('review.asLeftBy', { name: first.reviewer.name })}</h3>
          <RichText text={first.final_reply} />
          <WordDiff
            before={suggestion.reply}
            after={first.final_reply}
            label={t('review.changedBy', { name: first.reviewer.name })}
          />
        </section>
      )}
      <section
        className={classes.reply}
        aria-label={t('review.proposed')}
        data-empty={!suggestion.reply.trim() || undefined}
        data-second={edited || undefined}
      >
        <header className={classes.tab}>
          <SparkIcon size={14} />
          {t(edited ? 'review.draftBefore' : 'review.proposed')}
          <span>{t('review.notSent')}</span>
          <button type="button" aria-keyshortcuts="d" onClick={onVersions}>
            {t('review.versions')} <Keys of="d" />
          </button>
        </header>
        {suggestion.instruction && (
          <p className={classes.asked}>{t('review.askedFor', { text: suggestion.instruction })}</p>
        )}
        {suggestion.reply.trim() ? (
          <RichText
            text={suggestion.reply}
            doubts={doubtsOf(suggestion)}
            cites={cites}
            onCite={onSource}
            filled={restored?.reply}
          />
        ) : (
          <p className={classes.none}>
            {empty ? gateMessage(empty) : t('review.noReply')} <Keys of="e" />
          </p>
        )}
        {restored && <Filled text={suggestion.reply} places={restored.reply} />}
      </section>
      <Gates gates={listedGates(suggestion)} />
      <Citations citations={citations} source={source} onSource={onSource} />
    </>
  )
}
