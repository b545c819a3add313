import type { Desk } from '../api/types'
import VigilancePanel from '../vigilance/VigilancePanel'
import { Quality } from './Quality'
import { Supply } from './Supply'

/** What is below the first screen, and therefore loaded after it. */
export default function Lower({ desk }: { desk: Desk }) {
  return (
    <>
      <Quality desk={desk} />
      <Supply desk={desk} />
      <VigilancePanel start={desk.period.start} end={desk.period.end} />
    </>
  )
}
