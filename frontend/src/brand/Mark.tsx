/** Two posts and a rail that rises past them: an H one can hold on to. */
export function Mark({ size = 24 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="8" fill="var(--hr-brand-fill)" />
      <path
        d="M11 9.5V24M21 8V24"
        stroke="#fff"
        strokeOpacity="0.72"
        strokeWidth="2.4"
        strokeLinecap="round"
      />
      <path
        d="M5.5 20.2 24.2 12.4c1.9-.8 2.9.2 2.4 1.9"
        stroke="#fff"
        strokeWidth="3"
        strokeLinecap="round"
        fill="none"
      />
    </svg>
  )
}
