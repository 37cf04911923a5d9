// In place of @microsoft/1ds-core-js and 1ds-post-js, which the server imports before it knows that telemetry is off, and
// of @vscode/deviceid, which would leave a number in the person's home.
exports.AppInsightsCore = class {};
exports.PostChannel = class {};
exports.getDeviceId = async () => 'none';
