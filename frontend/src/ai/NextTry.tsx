import { rich } from '../i18n'
import { fullTime, until } from '../lib/time'
import { useNow } from '../lib/useNow'

/** "Next try in 12 s.", counting down. Kept out of live regions, which would read every second. */
export function NextTry({ at }: { at: string }) {
  const now = useNow()
  return (
    <span>
      {rich('ai.nextTry', {
        when: (
          <time className="hr-num" dateTime={at} title={fullTime(at)}>
            {until(at, now)}
          </time>
        ),
      })}
    </span>
  )
}
