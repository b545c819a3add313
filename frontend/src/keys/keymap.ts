export interface KeyGroup {
  title: string
  keys: { of: string; does: string }[]
}

/** What the help overlay shows; the bindings themselves live with the components that act. */
export const KEYMAP: KeyGroup[] = [
  {
    title: 'Decide',
    keys: [
      { of: 'a', does: 'Approve the draft as it stands' },
      { of: 'Enter', does: 'Give your word for the checks that ask for it' },
      { of: 'e', does: 'Edit, with a live diff' },
      { of: '$mod+Enter', does: 'Approve the edited text' },
      { of: 'r', does: 'Reject, then 1–9 for the reason' },
      { of: 's', does: 'Skip: hand it back to the queue' },
      { of: 'z', does: 'Undo the last decision' },
      { of: 't', does: 'Correct the triage: category, priority, language and so on' },
      { of: 'n', does: 'Change the status after approval' },
      { of: 'x', does: 'Ask for a new draft' },
      { of: 'c', does: 'Cancel the draft under way' },
      { of: 'w', does: 'Write a reply by hand' },
    ],
  },
  {
    title: 'Read',
    keys: [
      { of: 'j', does: 'Next in the list' },
      { of: 'k', does: 'Previous in the list' },
      { of: '.', does: 'Show what is new in the list' },
      { of: '1–9', does: 'Open a cited source beside the draft' },
      { of: 'p', does: 'Where this draft came from, then F for the exact prompt' },
      { of: 'l', does: 'Conversation or timeline, on the page of a ticket' },
      { of: 'o', does: 'Open the full ticket' },
      { of: 'Escape', does: 'Close, or leave the editor (text is kept)' },
    ],
  },
  {
    title: 'Go',
    keys: [
      { of: 'g q', does: 'Queue: all' },
      { of: 'g u', does: 'Urgent' },
      { of: 'g l', does: 'Low risk' },
      { of: 'g s', does: 'Second review' },
      { of: 'g m', does: 'Mine: tickets assigned to me' },
      { of: 'g d', does: 'My decisions' },
      { of: 'g t', does: 'Tickets' },
      { of: '$mod+k', does: 'Command palette' },
      { of: '?', does: 'This help' },
    ],
  },
]
