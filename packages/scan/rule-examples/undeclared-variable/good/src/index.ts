export const unit = process.env.DEMO_KNOWN;
