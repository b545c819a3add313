import type { MyNumbers } from '../api/types'
import { Tile } from '../figures/Tile'
import { t } from '../i18n'
import { number } from '../lib/intl'
import { linesOf } from './numbersTables'
import classes from '../figures/Figures.module.css'

/** Each figure with what it is of and, where there are enough people, the team's median. */
export function MyTiles({ numbers }: { numbers: MyNumbers }) {
  const { mine, people } = numbers
  const parts = [
    mine.seconded > 0 && t('numbers.secondedOf', { count: mine.seconded }),
    mine.together > 0 && t('numbers.togetherOf', { count: mine.together }),
    mine.undone > 0 && t('numbers.undoneBesides', { count: mine.undone }),
  ].filter(Boolean)
  return (
    <dl className={classes.tiles}>
      <Tile
        label={t('numbers.decisions')}
        value={number(mine.decided)}
        detail={parts.join(' · ') || t('numbers.notTakenBack')}
      />
      {linesOf(numbers).map((line) => (
        <Tile
          key={line.name}
          label={line.label}
          value={line.mine.text}
          detail={line.enough ? line.of : t('numbers.tooFewOf', { of: line.of })}
        >
          {people >= 3 &&
            (line.team.value === null
              ? t('numbers.teamTooFew')
              : t('numbers.team', { value: line.team.text }))}
        </Tile>
      ))}
    </dl>
  )
}
