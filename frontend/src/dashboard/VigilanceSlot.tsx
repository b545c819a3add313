import { lazy, Suspense, type ComponentType } from 'react'

type Panel = ComponentType<{ start: string; end: string }>
// Where the workspace has such a panel, it is mounted here with the page's period.
const [load] = Object.values(
  import.meta.glob<{ default: Panel }>('../vigilance/VigilancePanel.tsx'),
)
const VigilancePanel = load && lazy(load)

export function VigilanceSlot({ start, end }: { start: string; end: string }) {
  if (!VigilancePanel) return null
  return (
    <Suspense fallback={null}>
      <VigilancePanel start={start} end={end} />
    </Suspense>
  )
}
