import type { ReactNode } from 'react'

function icon(children: ReactNode) {
  return function Icon({ size = 16 }: { size?: number }) {
    return (
      <svg
        width={size}
        height={size}
        viewBox="0 0 20 20"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.6"
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden="true"
        focusable="false"
      >
        {children}
      </svg>
    )
  }
}

export const InboxIcon = icon(<path d="M3 11.5 5 4h10l2 7.5V16H3zM3 11.5h4l1 2h4l1-2h4" />)
export const BoltIcon = icon(<path d="M11 2.5 4.5 11H10l-1 6.5L15.5 9H10z" />)
export const ShieldIcon = icon(
  <path d="M10 2.5 16 5v5c0 3.7-2.5 6-6 7.5C6.5 16 4 13.7 4 10V5zM7.5 10l2 2 3.5-4" />,
)
export const PeopleIcon = icon(
  <path d="M7.5 9a2.7 2.7 0 1 0 0-5.4 2.7 2.7 0 0 0 0 5.4ZM2.5 16c.4-3 2.4-4.5 5-4.5s4.6 1.5 5 4.5M13.5 8.8a2.3 2.3 0 1 0-.6-4.5M14.5 11.6c1.7.4 2.8 1.8 3 4.4" />,
)
export const UserIcon = icon(
  <path d="M10 9.5a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4ZM3.8 17c.5-3.4 3-5 6.2-5s5.7 1.6 6.2 5" />,
)
export const CheckIcon = icon(<path d="m4 10.5 4 4 8-9" />)
export const HistoryIcon = icon(
  <path d="M3.5 10a6.5 6.5 0 1 0 2-4.7L3.5 7M3.5 3.5V7H7M10 6.5V10l2.5 1.5" />,
)
export const TicketIcon = icon(
  <path d="M3 6h14v2.5a1.5 1.5 0 0 0 0 3V14H3v-2.5a1.5 1.5 0 0 0 0-3zM12 6v8" />,
)
export const SparkIcon = icon(
  <path d="M10 3c.6 3.9 2.1 5.4 6 6-3.9.6-5.4 2.1-6 6-.6-3.9-2.1-5.4-6-6 3.9-.6 5.4-2.1 6-6ZM16 14v3M14.5 15.5h3" />,
)
export const WarnIcon = icon(<path d="M10 3.5 17.5 16h-15zM10 8.5v3.5M10 14.2v.1" />)
export const StopIcon = icon(<path d="M7 3h6l4 4v6l-4 4H7l-4-4V7zM7.5 10h5" />)
export const PauseIcon = icon(
  <path d="M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM8.2 7.6v4.8M11.8 7.6v4.8" />,
)
export const InfoIcon = icon(<path d="M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM10 9.5V13M10 6.8v.1" />)
export const ClipIcon = icon(
  <path d="M13.5 6.5 8 12a1.8 1.8 0 0 0 2.6 2.6l5.6-5.7a3.4 3.4 0 0 0-4.8-4.8L5.6 9.8a5 5 0 0 0 7 7.1l4-4" />,
)
export const CloseIcon = icon(<path d="m5 5 10 10M15 5 5 15" />)
export const PenIcon = icon(<path d="m4 16 .8-3.5L13.5 3.8l2.7 2.7L7.5 15.2zM11.5 5.8l2.7 2.7" />)
export const RefreshIcon = icon(<path d="M16 10a6 6 0 1 1-1.8-4.3L16 7.5M16 3.5v4h-4" />)
export const UndoIcon = icon(<path d="M7 4 3.5 7.5 7 11M4 7.5h7.5a4 4 0 0 1 0 8H8" />)
export const SearchIcon = icon(
  <path d="M9 14.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11ZM13 13l4 4" />,
)
export const ClockIcon = icon(<path d="M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM10 6v4l2.7 1.7" />)
export const LockIcon = icon(<path d="M5 9h10v7.5H5zM7 9V6.5a3 3 0 0 1 6 0V9" />)
export const NoteIcon = icon(<path d="M4 3.5h12v9L12 16.5H4zM12 16.5v-4h4M7 7h6M7 10h4" />)
export const SendIcon = icon(<path d="M3 10 17 3.5 13 17l-3.5-5zM9.5 12 17 3.5" />)
export const OpenIcon = icon(<path d="M8 4H4v12h12v-4M11.5 3.5h5v5M16.5 3.5 9 11" />)
export const OfflineIcon = icon(
  <path d="M3 3l14 14M5.5 9.8a7 7 0 0 1 2-1.3M12 8.3c.9.3 1.8.8 2.5 1.5M2.8 7A11 11 0 0 1 5 5.5M9 4.6A11 11 0 0 1 17.2 7M8 12.7a3.2 3.2 0 0 1 4 0M10 15.5v.1" />,
)
export const BookIcon = icon(
  <path d="M4 4h4.5A1.5 1.5 0 0 1 10 5.5V16a1.5 1.5 0 0 0-1.5-1.5H4zM16 4h-4.5A1.5 1.5 0 0 0 10 5.5V16a1.5 1.5 0 0 1 1.5-1.5H16z" />,
)
export const LeftIcon = icon(<path d="M12 5 7 10l5 5" />)
export const GearIcon = icon(
  <path d="M3 6h8M15 6h2M3 14h2M9 14h8M13 8a2 2 0 1 0 0-4 2 2 0 0 0 0 4ZM7 16a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z" />,
)
export const PersonIcon = icon(
  <path d="M10 9.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM4 16.5c.6-3 3-4.5 6-4.5s5.4 1.5 6 4.5" />,
)
export const TagIcon = icon(<path d="M3.5 3.5H10l6.5 6.5-6.5 6.5L3.5 10zM7 7v.1" />)
export const ChevronIcon = icon(<path d="m8 5 5 5-5 5" />)
export const ChartIcon = icon(<path d="M3.5 3v13.5H17M7 13.5V10M10.5 13.5V6M14 13.5V8.5" />)
export const GaugeIcon = icon(<path d="M4.6 15.5a7 7 0 1 1 10.8 0M10 11.5l3.2-3.7M10 11.5h0" />)
