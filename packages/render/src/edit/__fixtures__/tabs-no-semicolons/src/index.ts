import type { Plugin } from "@elizaos/core"
import { fireAction } from "./actions/fire.js"

export const kilnPlugin = {
	name: "plugin-kiln",
	description: "Fires clay",
	actions: [
		fireAction,
	],
	providers: [],
} as Plugin

export default kilnPlugin
