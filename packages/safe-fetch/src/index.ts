export { checkAddress, shownUrl, type AddressPolicy } from './check-address.js';
export {
  guardedRequest,
  type GuardedRequestOptions,
  type ResolveHost,
  type ResolvedAddress,
} from './guarded-request.js';
export { isAllowedAddress, isPublicAddress } from './public-address.js';
export { safeRequest, type SafeRequestOptions, type SafeResponse } from './safe-request.js';
