// In place of @microsoft/1ds-core-js and 1ds-post-js, which the server imports before it knows that telemetry is off.
exports.AppInsightsCore = class {};
exports.PostChannel = class {};
