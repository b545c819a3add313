import { Button, Textarea } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { t } from '../i18n'
import { Keys } from '../keys/Keys'
import { useFocusBack } from '../ui/useFocusBack'
import type { Regenerate } from './ReviewPanel'
import type { ReviewState } from './useReview'
import { BackButton } from './BackButton'
import classes from './AskPanel.module.css'

const MOST = 500

/** X opened this: Enter asks for a new draft, words and Ctrl+Enter for one that is like that. */
export default function AskPanel(props: { review: ReviewState; regenerate: Regenerate }) {
  const { review, regenerate } = props
  const { instruction: text, setInstruction: setText } = review
  const panel = useRef<HTMLElement>(null)
  const box = useRef<HTMLTextAreaElement>(null)
  useFocusBack()
  useEffect(() => {
    box.current?.focus({ preventScroll: true })
    panel.current?.scrollIntoView?.({ block: 'nearest' })
  }, [])
  const ask = () => {
    if (regenerate.isPending) return
    regenerate.mutate(text.trim(), { onSuccess: () => setText('') })
    review.setMode('read')
  }
  const ideas = [t('desk.shorter'), t('desk.formal'), t('desk.friendlier'), t('desk.explainFee')]
  return (
    <section ref={panel} className={classes.panel} aria-label={t('desk.ask')}>
      <Textarea
        ref={box}
        label={t('desk.askLabel')}
        description={t('desk.askHow')}
        autosize
        minRows={2}
        maxRows={6}
        maxLength={MOST}
        dir="auto"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return
          // With words in it a lone Enter is a new line.
          const sends = !text.trim() || event.ctrlKey || event.metaKey
          if (event.key === 'Escape') review.setMode('read')
          else if (event.key === 'Enter' && sends) ask()
          else return
          event.preventDefault()
          event.stopPropagation()
        }}
      />
      <div className={classes.ideas} role="group" aria-label={t('desk.ideas')}>
        {ideas.map((idea) => (
          <button
            key={idea}
            type="button"
            className={classes.idea}
            onClick={() => {
              setText(idea)
              box.current?.focus()
            }}
          >
            {idea}
          </button>
        ))}
        <span className="hr-num">{t('desk.left', { count: MOST - text.length })}</span>
      </div>
      <div className={classes.actions}>
        <Button
          rightSection={<Keys of={text.trim() ? '$mod+Enter' : 'Enter'} always />}
          onClick={ask}
          loading={regenerate.isPending}
        >
          {t(text.trim() ? 'desk.askLikeThis' : 'desk.askPlain')}
        </Button>
        <BackButton review={review} />
      </div>
    </section>
  )
}
