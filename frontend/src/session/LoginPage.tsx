import { useEffect } from 'react'
import { Mark } from '../brand/Mark'
import { t } from '../i18n'
import { LoginForm } from './LoginForm'
import classes from './LoginPage.module.css'

export default function LoginPage({ onDone }: { onDone: () => void }) {
  useEffect(() => {
    document.title = t('session.pageTitle')
  }, [])
  return (
    <main className={classes.page}>
      <section className={classes.card} aria-labelledby="login-title">
        <div className={classes.brand}>
          <Mark size={40} />
          <span className={classes.name}>Handrail</span>
        </div>
        <h1 id="login-title" className={classes.title}>
          {t('session.workspace')}
        </h1>
        <p className={classes.lead}>{t('session.lead')}</p>
        <LoginForm onDone={onDone} />
      </section>
      <RailMotif />
    </main>
  )
}

/** The stair rail behind the card: decoration only. */
function RailMotif() {
  const posts = Array.from({ length: 13 }, (_, index) => index)
  return (
    <svg
      className={classes.motif}
      viewBox="0 0 1440 420"
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {posts.map((post) => (
        <line key={post} x1={post * 120} x2={post * 120} y1={352 - post * 22} y2={420} />
      ))}
      <path d="M-20 356 L1460 84" />
    </svg>
  )
}
