import { addPart } from '..'
import texts from '../en/dashboard.json'

addPart('dashboard', texts)
