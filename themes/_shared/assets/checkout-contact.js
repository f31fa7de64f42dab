// Ordering in person: what is in the cart, at today's prices.

import { startCheckout } from './checkout.js';

if (globalThis.document) startCheckout({});
