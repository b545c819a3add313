import { addPart } from '..'
import texts from '../en/vigilance.json'

addPart('vigilance', texts)
