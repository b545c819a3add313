import type { MessageId } from '../i18n'

interface KeyGroup {
  title: MessageId
  keys: { of: string; does: MessageId }[]
}

/** What the help overlay shows; the bindings themselves live with the components that act. */
export const KEYMAP: KeyGroup[] = [
  {
    title: 'palette.decide',
    keys: [
      { of: 'a', does: 'palette.does.approve' },
      { of: 'Enter', does: 'palette.does.confirm' },
      { of: 'e', does: 'palette.does.edit' },
      { of: '$mod+Enter', does: 'palette.does.approveEdit' },
      { of: 'r', does: 'palette.does.reject' },
      { of: 's', does: 'palette.does.skip' },
      { of: 'b', does: 'palette.does.bulk' },
      { of: 'z', does: 'palette.does.undo' },
      { of: 'h', does: 'palette.does.last' },
      { of: 't', does: 'palette.does.triage' },
      { of: 'n', does: 'palette.does.status' },
      { of: 'x', does: 'palette.does.askDraft' },
      { of: 'c', does: 'palette.does.cancelDraft' },
      { of: 'w', does: 'palette.does.byHand' },
      { of: 'i', does: 'palette.does.note' },
      { of: 'm', does: 'palette.does.assign' },
      { of: 'y', does: 'palette.does.tags' },
    ],
  },
  {
    title: 'palette.read',
    keys: [
      { of: 'j', does: 'palette.does.next' },
      { of: 'k', does: 'palette.does.previous' },
      { of: '/', does: 'palette.does.search' },
      { of: 'v', does: 'palette.does.filters' },
      { of: '.', does: 'palette.does.news' },
      { of: '1–9', does: 'palette.does.source' },
      { of: 'p', does: 'palette.does.provenance' },
      { of: 'u', does: 'palette.does.related' },
      { of: 'd', does: 'palette.does.versions' },
      { of: 'l', does: 'palette.does.timeline' },
      { of: 'o', does: 'palette.does.openTicket' },
      { of: 'Escape', does: 'palette.does.escape' },
    ],
  },
  {
    title: 'palette.go',
    keys: [
      { of: 'g q', does: 'palette.does.goAll' },
      { of: 'g u', does: 'palette.does.goUrgent' },
      { of: 'g o', does: 'palette.does.goOverdue' },
      { of: 'g l', does: 'palette.does.goLowRisk' },
      { of: 'g s', does: 'palette.does.goSecond' },
      { of: 'g m', does: 'palette.does.goMine' },
      { of: 'g d', does: 'palette.does.goDecided' },
      { of: 'g t', does: 'palette.does.goTickets' },
      { of: 'g n', does: 'palette.does.goNumbers' },
      { of: 'g b', does: 'palette.does.goDashboard' },
      { of: '$mod+k', does: 'palette.does.palette' },
      { of: '?', does: 'palette.does.help' },
    ],
  },
]
