/** Files and folders in which people and programs keep keys, as they stand in code and in prose. */
export const KEY_FILES =
  /(?<!\w)[\\/]?\.(?:ssh|aws|gnupg|kube|netrc|npmrc|pypirc|git-credentials|docker\/config\.json|(?:bash|zsh)_history)\b|\bid_(?:rsa|dsa|ecdsa|ed25519)\b|\betc\/(?:passwd|shadow|sudoers)\b/i;
