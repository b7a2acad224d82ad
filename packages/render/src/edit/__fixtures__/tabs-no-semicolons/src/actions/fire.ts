import type { Action } from "@elizaos/core"

export const fireAction: Action = {
  name: "KILN_FIRE",
  description: "Answers with its own name.",
  validate: async () => true,
  handler: async () => ({ success: true, text: "KILN_FIRE" }),
}
