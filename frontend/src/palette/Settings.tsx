import {
  Button,
  Modal,
  Switch,
  useMantineColorScheme,
  type MantineColorScheme,
} from '@mantine/core'
import { t } from '../i18n'
import { chooseLanguage, LANGUAGES, wantedLanguage, type Language } from '../i18n/language'
import { setSingleKeys, useSingleKeys } from '../lib/prefs'
import { ROLE_WORDS } from '../lib/words'
import { logOut } from '../session/logOut'
import { useSession } from '../session/useSession'
import { Choice } from '../ui/Choice'
import classes from './Settings.module.css'

const THEMES: MantineColorScheme[] = ['light', 'dark', 'auto']
const LANGUAGE_CHOICES = Object.entries(LANGUAGES).map(([value, label]) => ({
  value: value as Language,
  label,
  lang: value,
}))

/** What a person may set for themselves, and the way out. */
export default function Settings({ onClose, onHelp }: { onClose: () => void; onHelp: () => void }) {
  const { user, config } = useSession()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const singleKeys = useSingleKeys()
  return (
    <Modal opened onClose={onClose} title={t('palette.settings')} size={460} centered>
      <div className={classes.rows}>
        <div className={classes.row}>
          <div>
            <b>{user.name}</b>
            <p>
              {user.username}, {ROLE_WORDS[user.role]}
            </p>
          </div>
          <Button variant="default" onClick={() => void logOut()}>
            {t('palette.logOut')}
          </Button>
        </div>
        <div className={classes.row}>
          <b aria-hidden="true">{t('palette.theme')}</b>
          <Choice
            label={t('palette.theme')}
            value={colorScheme}
            onChange={setColorScheme}
            options={THEMES.map((value) => ({ value, label: t(`palette.theme.${value}`) }))}
          />
        </div>
        <div className={classes.row}>
          <b aria-hidden="true">{t('palette.language')}</b>
          <Choice
            label={t('palette.language')}
            value={wantedLanguage()}
            onChange={chooseLanguage}
            options={LANGUAGE_CHOICES}
          />
        </div>
        <div className={classes.row}>
          <div>
            <label htmlFor="single-keys">
              <b>{t('palette.singleKeys')}</b>
            </label>
            <p>{t('palette.singleKeysDetail')}</p>
          </div>
          <Switch
            id="single-keys"
            checked={singleKeys}
            onChange={(event) => setSingleKeys(event.currentTarget.checked)}
          />
        </div>
        <div className={classes.row}>
          <div>
            <b>{t('palette.keyboard')}</b>
            <p>{t('palette.keyboardDetail')}</p>
          </div>
          <Button variant="default" onClick={onHelp}>
            {t('palette.showShortcuts')}
          </Button>
        </div>
        {config && <p className={classes.note}>{config.provider_note}</p>}
      </div>
    </Modal>
  )
}
