// The page around the views: where one is, whether the mock answers, what is active, and the keys.
import { store } from './base/store.js';
import './views/shell.js';

store.start();
